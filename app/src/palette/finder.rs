//! Finding a command: the field, and the commands that fit.

use leptos::{ev, html, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{Command, Commands, fuzzy::score};
use crate::kit::{Icon, IconName, KeyHint};

impl Commands {
    /// The commands that fit a query: groups in the order in which they were first registered, within each the best first.
    fn matching(self, query: &str) -> Vec<(&'static str, Vec<Command>)> {
        let mut groups: Vec<(&'static str, Vec<(u32, Command)>)> = Vec::new();
        self.all.with(|all| {
            for command in all {
                let title = score(query, &command.title);
                let Some(score) = title.max(score(query, command.hint)) else {
                    continue;
                };
                let found = (score, command.clone());
                match groups.iter_mut().find(|(group, _)| *group == command.group) {
                    Some((_, commands)) => commands.push(found),
                    None => groups.push((command.group, vec![found])),
                }
            }
        });
        groups
            .into_iter()
            .map(|(group, mut commands)| {
                commands.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
                (group, commands.into_iter().map(|(_, command)| command).collect())
            })
            .collect()
    }
}

/// The field and the commands that fit.
pub(crate) fn finder(commands: Commands) -> AnyView {
    view! { <Finder commands /> }.into_any()
}

/// The field and the list: a combobox whose list box is always open (ARIA Authoring Practices), so that the focus stays in
/// the field while the arrows move through the list.
#[component]
fn Finder(commands: Commands) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let groups = Memo::new_with_compare(move |_| query.with(|query| commands.matching(query)), |_, _| true);
    let flat = move || {
        groups.with(|groups| {
            groups
                .iter()
                .flat_map(|(_, commands)| commands.clone())
                .collect::<Vec<_>>()
        })
    };
    let option_id = |command: &Command| format!("command-{}", command.id);

    let field = NodeRef::<html::Input>::new();
    // The dialog is shown before the browser paints again, and takes the focus only then.
    Effect::new(move || {
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                // It fails only for what cannot take the focus.
                let _ = field.focus();
            });
        }
    });
    // What is active is always in sight.
    Effect::new(move || {
        if let Some(command) = flat().get(active.get())
            && let Some(option) = document().get_element_by_id(&option_id(command))
        {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });

    let run = move |command: &Command| {
        // The dialog gives the focus back when it closes, and the command may move it on from there.
        commands.open.set(false);
        let run = command.run;
        request_animation_frame(move || run.run(()));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let len = flat().len();
        let here = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => active.set(if here + 1 < len { here + 1 } else { 0 }),
            "ArrowUp" => active.set(here.checked_sub(1).unwrap_or(len.saturating_sub(1))),
            "Enter" => {
                if let Some(command) = flat().get(here) {
                    run(command);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };

    let list = move || {
        let mut index = 0;
        groups.with(|groups| {
            groups
                .iter()
                .map(|(group, members)| {
                    let options = members
                        .iter()
                        .map(|command| {
                            let own = index;
                            index += 1;
                            let pressed = command.clone();
                            view! {
                                <div
                                    role="option"
                                    class="palette-option"
                                    id=option_id(command)
                                    aria-selected=move || if active.get() == own { "true" } else { "false" }
                                    on:mousemove=move |_| active.set(own)
                                    on:click=move |_| run(&pressed)
                                >
                                    <span>{command.title.clone()}</span>
                                    <span class="palette-hint">{command.hint}</span>
                                </div>
                            }
                        })
                        .collect_view();
                    view! {
                        <div role="group" aria-label=*group>
                            <div class="palette-group" aria-hidden="true">{*group}</div>
                            {options}
                        </div>
                    }
                })
                .collect_view()
        })
    };

    view! {
        <div class="palette-field">
            <Icon name=IconName::Search />
            <input
                node_ref=field
                type="text"
                role="combobox"
                aria-label="Find a command"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || flat().get(active.get()).map(option_id)
                placeholder="Find a command"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || query.get()
                on:input:target=move |event| {
                    query.set(event.target().value());
                    active.set(0);
                }
                on:keydown=on_key
            />
            <KeyHint keys=&["Esc"] />
        </div>
        <div class="palette-list" id="palette-list" role="listbox" aria-label="Commands">{list}</div>
        <p class="palette-none" role="status">
            {move || groups.with(Vec::is_empty).then_some("No command fits.")}
        </p>
    }
    .into_any()
}
