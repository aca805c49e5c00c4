"""A stock client of WebSockets, Python's `websockets`: nothing is lost or doubled when the server goes and comes again.

Each check returns what is wrong, in words; none when all is well.
"""

import asyncio
import contextlib
import json
import urllib.request
from pathlib import Path

import websockets
from websockets.asyncio.client import connect, process_exception
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode

from server import Server, running

# How many things are said, and after which of them the server ends and comes again.
MESSAGES = 40
CUTS = (10, 25)


class Room:
    """Somebody who is logged in, in a sandbox where one thing was said."""

    def __init__(self, app: str):
        self.app = app
        session = self._post("/login", {"username": "johndoe", "password": "secret123"})[0]
        self.fields = {"Authorization": f"Bearer {session['token']}"}
        said, fields = self._post("/api/messages", {"room": "lobby", "text": "first"})
        self.sandbox = self.fields["Sandbox"] = fields["Sandbox"]
        self.cursor = said["cursor"]
        self.feed = f"{app.replace('http', 'ws', 1)}/v1/feeds/sandbox.{self.sandbox}"

    def say(self, text: str) -> str:
        """Says something, and returns its cursor when it is in the log."""
        return self._post("/api/messages", {"room": "lobby", "text": text, "id": text})[0]["cursor"]

    def _post(self, path: str, content: object):
        fields = {"Content-Type": "application/json", **getattr(self, "fields", {})}
        request = urllib.request.Request(self.app + path, json.dumps(content).encode(), fields)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response), response.headers


class Heard(list):
    """What was heard, in order."""

    def __init__(self):
        super().__init__()
        self._more = asyncio.Event()

    def add(self, one) -> None:
        self.append(one)
        self._more.set()

    async def reaches(self, count: int) -> None:
        """Waits until so much was heard."""
        while len(self) < count:
            self._more.clear()
            await asyncio.wait_for(self._more.wait(), 60)


async def follow(room: Room, heard: Heard, codes: list) -> None:
    """Reads until all was heard, on as many connections as it takes."""
    after = room.cursor
    while len(heard) < MESSAGES:
        try:
            async with connect(f"{room.feed}?after={after}", compression="deflate") as socket:
                async for text in socket:
                    event = json.loads(text)
                    after = event["cursor"]
                    if event["kind"] == "message":
                        heard.add((event["cursor"], event["data"]["text"]))
                    if len(heard) == MESSAGES:
                        return
                codes.append(socket.close_code)
        except Exception as error:
            # A server that ends resets who has connected but was not accepted, which this client reports as a message that is
            # not valid; it knows itself which errors are those of a network.
            if process_exception(error) is not None:
                raise
            await asyncio.sleep(0.05)


async def resumed(server: Server) -> list[str]:
    """A reader that is cut twice while somebody speaks."""
    room = await asyncio.to_thread(Room, server.app)
    heard, codes = Heard(), []
    reading = asyncio.create_task(follow(room, heard, codes))
    said = []
    for number in range(MESSAGES):
        text = f"message-{number}"
        said.append((await asyncio.to_thread(room.say, text), text))
        if number in CUTS:
            # Else the server may go again before the reader has come back, which then is told of one end less.
            await heard.reaches(len(said))
            await asyncio.to_thread(server.restart)
    await asyncio.wait_for(reading, 60)
    faults = []
    if heard != said:
        faults.append(f"of {said} it heard {heard}")
    if codes != [1001] * len(CUTS):
        faults.append(f"the ends of the server were told by the codes {codes}")
    return faults


async def answered(server: Server) -> list[str]:
    """Pings, and the codes that a connection is closed with."""
    room = await asyncio.to_thread(Room, server.app)
    faults = []
    async with connect(room.feed) as socket:
        await socket.recv()
        pong = await socket.ping("are you there")
        await asyncio.wait_for(pong, 30)
        await socket.close(1000, "enough")
        if socket.close_code != 1000:
            faults.append(f"a close with 1000 was answered with {socket.close_code}")

    async def says(say) -> int:
        async with connect(room.feed) as socket:
            await socket.recv()
            with contextlib.suppress(ConnectionClosed):
                await say(socket)
                await asyncio.wait_for(socket.recv(), 30)
            return socket.close_code

    async def unreadable(socket) -> None:
        # Past the library, which would not send it.
        socket.transport.write(Frame(Opcode.TEXT, b"\xff").serialize(mask=True))

    cases = (
        ("words", 1003, lambda socket: socket.send("hello")),
        ("bytes", 1003, lambda socket: socket.send(b"hello")),
        ("more than 1 KiB", 1009, lambda socket: socket.send("x" * 1025)),
        ("text that is not UTF-8", 1007, unreadable),
    )
    for what, code, say in cases:
        if (closed := await says(say)) != code:
            faults.append(f"{what}: closed with {closed}, not {code}")
    for target, status in ((f"{room.feed}?after=yesterday", 400), (f"{room.feed[:-1]}_", 404)):
        try:
            async with connect(target):
                faults.append(f"{target} was opened")
        except InvalidStatus as refused:
            if refused.response.status_code != status:
                faults.append(f"{target}: {refused.response.status_code}, not {status}")
    return faults


class Talk:
    """One end of a chat."""

    def __init__(self, socket):
        self.socket = socket
        self.heard = []

    async def say(self, **message) -> None:
        await self.socket.send(json.dumps(message))

    async def hear(self, type_: str, **members) -> dict:
        """The next of a type, and with these members; what comes before it is kept."""
        while True:
            told = json.loads(await asyncio.wait_for(self.socket.recv(), 30))
            self.heard.append(told)
            if told["type"] == type_ and members.items() <= told.items():
                return told


async def chatted(server: Server) -> list[str]:
    """A chat that goes on after the server has come again."""
    room = await asyncio.to_thread(Room, server.app)
    address = f"{server.app.replace('http', 'ws', 1)}/api/socket?sandbox={room.sandbox}"
    token = room.fields["Authorization"].removeprefix("Bearer ")
    faults = []

    async def enter(socket, after: str) -> Talk:
        talk = Talk(socket)
        await talk.say(type="auth", token=token)
        await talk.hear("auth_success")
        await talk.say(type="join", room="lobby", after=after)
        await talk.hear("joined", room="lobby")
        return talk

    async with connect(address) as socket:
        talk = await enter(socket, room.cursor)
        await talk.say(type="chat_message", room="lobby", text="one", id="c-1")
        said = await talk.hear("chat_message", id="c-1")
        await asyncio.to_thread(server.restart)
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.wait_for(socket.recv(), 30)
        if socket.close_code != 1001:
            faults.append(f"the end of the server was told in a chat by {socket.close_code}")
    meanwhile = await asyncio.to_thread(room.say, "meanwhile")
    async with connect(address) as socket:
        talk = await enter(socket, said["cursor"])
        # It may have been lost, so it is sent again.
        await talk.say(type="chat_message", room="lobby", text="one", id="c-1")
        sent = await talk.hear("sent", id="c-1")
        await talk.say(type="chat_message", room="lobby", text="two", id="c-2")
        while not any(told["type"] == "chat_message" and told["text"] == "two" for told in talk.heard):
            await talk.hear("chat_message")
    heard = [(told["cursor"], told["text"]) for told in talk.heard if told["type"] == "chat_message"]
    if sent["cursor"] != said["cursor"]:
        faults.append(f"what was said at {said['cursor']} was said again at {sent['cursor']}")
    if heard[0] != (meanwhile, "meanwhile") or [text for _, text in heard] != ["meanwhile", "two"]:
        faults.append(f"in a chat it heard {heard}")
    async with connect(address) as socket:
        talk = Talk(socket)
        await talk.say(type="join", room="lobby")
        await talk.hear("error")
        await socket.wait_closed()
        if socket.close_code != 4401:
            faults.append(f"whoever is not logged in is closed with {socket.close_code}")
    return faults


def check(binary: Path, log: Path) -> bool:
    """Starts a server, connects to it, and says whether there was no fault."""
    with running(binary, log) as server:
        faults = asyncio.run(resumed(server)) + asyncio.run(answered(server)) + asyncio.run(chatted(server))
    for fault in faults:
        print(f"websockets {websockets.__version__}: {fault}")
    return not faults
