"""An SMTP server that does as a test tells it.

server.py FOLDER [starttls|tls CERTIFICATE KEY]

It prints its port. What it has acknowledged lies in FOLDER/accepted, a file a message, as Python reads it. How it treats a recipient is
the content of FOLDER/modes/<local part>, read each time; without a file the message is accepted:

accept  takes the message
refuse  550 to RCPT
later   451 to RCPT
full    552 after the message
hang    never answers the message
slow    takes the message after a second
break   closes the connection in the middle of DATA
bye     takes the message, says so, and closes the connection before QUIT
login   530 to MAIL, whoever it is for (the file is then named "any")
"""

import asyncio
import email
import email.policy
import itertools
import json
import logging
import os
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

folder = Path(sys.argv[1])
accepted = folder / "accepted"
modes = folder / "modes"
numbers = itertools.count()


def mode(recipient: str) -> str:
    try:
        return (modes / recipient.split("@")[0]).read_text().strip()
    except FileNotFoundError:
        return "accept"


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if mode("any") == "login":
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode(address) == "refuse":
            return f"550 5.1.1 <{address}> is not here"
        if mode(address) == "later":
            return f"451 4.3.0 Try <{address}> again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(mode(address) == "full" for address in envelope.rcpt_tos):
            return "552 5.2.2 Mailbox full"
        if any(mode(address) == "slow" for address in envelope.rcpt_tos):
            await asyncio.sleep(1)
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        number = next(numbers)
        half = accepted / f"{number:04}.half"
        half.write_text(
            json.dumps(
                {
                    "sender": envelope.mail_from,
                    "recipients": envelope.rcpt_tos,
                    "tls": server.transport.get_extra_info("sslcontext") is not None,
                    "ascii": envelope.original_content.isascii(),
                    "headers": {name.lower(): str(value) for name, value in message.items()},
                    "parts": [
                        {"type": part.get_content_type(), "charset": part.get_content_charset(), "text": part.get_content()}
                        for part in message.iter_parts()
                    ],
                }
            )
        )
        half.rename(accepted / f"{number:04}.json")
        return "250 OK"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        how = {mode(address) for address in self.envelope.rcpt_tos}
        if "break" in how:
            await self.push("354 Go on")
            self.transport.close()
        elif "hang" in how:
            await self.push("354 Go on")
            await asyncio.sleep(3600)
        else:
            await super().smtp_DATA(arg)
            if "bye" in how:
                self.transport.close()


async def main():
    # Clients that break off are what the tests are about.
    logging.disable(logging.CRITICAL)
    accepted.mkdir()
    modes.mkdir()
    secure = None
    options = {}
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
        if sys.argv[2] == "tls":
            secure = context
        else:
            options = {"tls_context": context, "require_starttls": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(Handler(), hostname="localhost", enable_SMTPUTF8=True, **options),
        "127.0.0.1",
        0,
        ssl=secure,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    # The test holds our standard input: when it is gone, so are we.
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
