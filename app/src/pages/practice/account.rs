//! Who is logged in: by a cookie that no script can read.

use contract::{
    endpoint::{Json, JsonOrForm, NoContent, NoParameters},
    shop::{Account, Credentials, GetMe, Login, Logout},
};
use leptos::prelude::*;

use super::{
    panel::{Panel, fault_of},
    remote::Remote,
    shop::Shop,
};
use crate::{
    inspector::figures::moment,
    kit::{Button, ButtonKind, IconName, Load, Loadable, TextField},
};

#[component]
pub(super) fn AccountPanel() -> impl IntoView {
    let shop = expect_context::<Shop>();
    let me = Remote::<Account>::new();
    let action = me.beside::<()>();
    let nothing = NoParameters::default();
    let ask = move || {
        me.ask(
            shop.call::<GetMe>(&nothing, &nothing, &NoContent),
            |Json(account), _| Some(account),
        );
    };
    Effect::new(move || {
        shop.track();
        ask();
    });
    let retry = Callback::new(move |()| ask());
    let (username, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let log_in = Callback::new(move |()| {
        let body = JsonOrForm(Credentials {
            username: username.get_untracked(),
            password: password.get_untracked(),
        });
        action.ask(
            shop.call::<Login>(&nothing, &nothing, &body),
            move |Json(session), _| {
                password.set(String::new());
                me.settle(Loadable::Ready(session.user));
                Some(())
            },
        );
    });
    let log_out = Callback::new(move |()| {
        action.ask(
            shop.call::<Logout>(&nothing, &nothing, &NoContent),
            move |NoContent, _| {
                me.settle(Loadable::Empty);
                Some(())
            },
        );
    });
    // Whoever is not logged in is told so with 401, which is nobody rather than an error.
    let state = Signal::derive(move || match me.state.get() {
        Loadable::Problem(problem) if problem.status == 401 => Loadable::Empty,
        state => state,
    });
    let nobody = move || {
        view! {
            <form class="practice-login" on:submit=move |event| { event.prevent_default(); log_in.run(()); }>
                <TextField id="login-name" label="Username or email" value=username placeholder="johndoe" />
                <TextField id="login-password" label="Password" value=password placeholder="secret123" secret=true />
                <Button kind=ButtonKind::Primary pending=action.pending() submit=true>"Log in"</Button>
            </form>
            <p class="quiet">"Every sandbox has " <code>"johndoe"</code> " with the password " <code>"secret123"</code> "."</p>
        }
    };
    let ready = move |account: Account| {
        view! {
            <dl class="facts">
                <div><dt>"Name"</dt><dd>{account.name}</dd></div>
                <div><dt>"Email"</dt><dd>{account.email}</dd></div>
                <div><dt>"Role"</dt><dd>{account.role}</dd></div>
                <div><dt>"Since"</dt><dd>{moment(account.created_at)}</dd></div>
            </dl>
            <div class="practice-actions">
                <Button icon=IconName::Close pending=action.pending() on_press=log_out>"Log out"</Button>
            </div>
        }
    };
    view! {
        <Panel id="account" heading="Login" about="A session in a cookie, or in a token for a program." last=me.last>
            {fault_of(action)}
            <Load state empty=nobody retry ready />
        </Panel>
    }
    .into_any()
}
