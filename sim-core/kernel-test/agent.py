"""Sends and answers packets inside network namespaces, for the kernel test.

Node.js can neither enter a network namespace nor read a socket's error queue, so this one process
owns every socket of a simulated cluster: a socket stays in the namespace in which it was made.
Reads one JSON request a line on stdin and writes one JSON answer a line on stdout.
"""

import asyncio
import ctypes
import errno
import json
import os
import socket
import struct
import sys

CLONE_NEWNET = 0x40000000
# Of linux/in.h, linux/in6.h and linux/errqueue.h; the socket module does not name them all.
IP_PKTINFO, IP_RECVERR, IPV6_RECVERR = 8, 11, 25
ORIGIN_ICMP, ORIGIN_ICMP6 = 2, 3
# Of linux/netfilter/nfnetlink.h and nfnetlink_acct.h.
NETLINK_NETFILTER, SUBSYS_ACCT, ACCT_NEW, ACCT_NAME = 12, 7, 0, 1
NLM_REQUEST_ACK_CREATE = 0x1 | 0x4 | 0x400
QUESTION = b"who are you?\n"

libc = ctypes.CDLL(None, use_errno=True)
namespaces = {}


def enter(namespace):
    if namespace not in namespaces:
        namespaces[namespace] = os.open(f"/run/netns/{namespace}", os.O_RDONLY | os.O_CLOEXEC)
    if libc.setns(namespaces[namespace], CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), f"setns {namespace}")


def make_socket(namespace, family, kind, protocol=0):
    enter(namespace)
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)
    return made


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def transport(name):
    """The socket type and protocol of TCP, UDP and SCTP."""
    if name == "UDP":
        return socket.SOCK_DGRAM, 0
    return socket.SOCK_STREAM, 132 if name == "SCTP" else 0


# --- kernel settings ---------------------------------------------------------------------------


def set_sysctls(request):
    """Writes kernel settings; returns those that this kernel does not have."""
    missing = []
    for name, value in request["values"].items():
        enter(request["namespace"])
        try:
            with open(f"/proc/sys/{name}", "w") as file:
                file.write(value)
        except OSError:
            missing.append(name)
    return missing


def create_accounting(request):
    """The nfacct objects that rules name: `nfacct add`, without needing the tool."""
    enter(request["namespace"])
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER) as link:
        for name in request["names"]:
            text = name.encode() + b"\0"
            attribute = struct.pack("=HH", 4 + len(text), ACCT_NAME) + text
            attribute += b"\0" * (-len(attribute) % 4)
            body = struct.pack("=BBH", 0, 0, 0) + attribute
            kind = SUBSYS_ACCT << 8 | ACCT_NEW
            link.send(struct.pack("=IHHII", 16 + len(body), kind, NLM_REQUEST_ACK_CREATE, 1, 0) + body)
            (code,) = struct.unpack("=i", link.recv(4096)[16:20])
            if code not in (0, -errno.EEXIST):
                return os.strerror(-code)
    return None


def read_conntrack(request):
    enter(request["namespace"])
    with open("/proc/net/nf_conntrack") as file:
        return file.read()


# --- servers -----------------------------------------------------------------------------------


def plain(address):
    return [address[0], address[1]]


def listen(request):
    """Opens listening sockets; returns what could not be opened, in words."""
    failed = []
    for wanted in request["sockets"]:
        for family in (socket.AF_INET, socket.AF_INET6):
            try:
                open_listener(request["namespace"], family, wanted)
            except OSError as error:
                failed.append(f"{wanted['name']} {wanted['protocol']}/{wanted['port']}: {error.strerror}")
    return failed


def open_listener(namespace, family, wanted):
    kind, protocol = transport(wanted["protocol"])
    server = make_socket(namespace, family, kind, protocol)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    server.bind(("", wanted["port"]))
    loop = asyncio.get_running_loop()
    if kind == socket.SOCK_DGRAM:
        if family == socket.AF_INET6:
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        else:
            server.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        loop.add_reader(server, answer_datagram, server, wanted)
    else:
        server.listen(512)
        loop.add_reader(server, accept, server, wanted)


def accept(server, wanted):
    try:
        connection, _ = server.accept()
    except OSError:
        return
    connection.setblocking(False)
    asyncio.get_running_loop().add_reader(connection, answer_stream, connection, wanted)


def answer_stream(connection, wanted):
    try:
        question = connection.recv(256)
        if question:
            if not wanted.get("silent"):
                reply = {"name": wanted["name"], "saw": plain(connection.getpeername())}
                reply["local"] = plain(connection.getsockname())
                connection.send(json.dumps(reply).encode() + b"\n")
            return
    except OSError:
        pass
    asyncio.get_running_loop().remove_reader(connection)
    connection.close()


def answer_datagram(server, wanted):
    """Answers from the address that was asked, as a server with several addresses must."""
    try:
        _, control, _, peer = server.recvmsg(256, 256)
        (level, kind, info) = control[0]
        address = info[8:12] if level == socket.IPPROTO_IP else info[0:16]
        local = socket.inet_ntop(server.family, address)
        if level == socket.IPPROTO_IP:
            source = struct.pack("=I4s4s", 0, address, b"\0" * 4)
        else:
            source = struct.pack("=16sI", address, 0)
        reply = {"name": wanted["name"], "saw": plain(peer), "local": [local, wanted["port"]]}
        server.sendmsg([json.dumps(reply).encode()], [(level, kind, source)], 0, peer)
    except OSError:
        pass


# --- clients -----------------------------------------------------------------------------------


def queued_error(client):
    """`icmp type 3 code 3 from X`, when an ICMP error is what ended the attempt."""
    try:
        _, control, _, _ = client.recvmsg(256, 256, socket.MSG_ERRQUEUE)
    except OSError:
        return None
    for _, _, data in control:
        _, origin, kind, code = struct.unpack("=IBBB", data[:7])
        if origin == ORIGIN_ICMP:
            return f"icmp type {kind} code {code} from {socket.inet_ntop(socket.AF_INET, data[20:24])}"
        if origin == ORIGIN_ICMP6:
            return f"icmp type {kind} code {code} from {socket.inet_ntop(socket.AF_INET6, data[24:40])}"
    return None


def make_client(probe, kind, protocol):
    family = family_of(probe["dst"])
    client = make_socket(probe["namespace"], family, kind, protocol)
    if family == socket.AF_INET6:
        client.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
    else:
        client.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
    if probe.get("mark"):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, probe["mark"])
    if probe.get("src") or probe.get("sport"):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        client.bind((probe.get("src") or "", probe.get("sport") or 0))
    return client


def refusal(client, error):
    how = queued_error(client)
    if error.errno == errno.ECONNREFUSED:
        return {"outcome": "refused", "how": how or "tcp-rst"}
    if error.errno == errno.ECONNRESET:
        return {"outcome": "reset"}
    if error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES, errno.EPERM):
        return {"outcome": "unreachable", "how": how} if how else {"outcome": "unreachable"}
    return {"outcome": "error", "how": error.strerror}


async def converse(probe, client, state):
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, (probe["dst"], probe["dport"]))
    state["connected"] = True
    await loop.sock_sendall(client, QUESTION)
    reply = json.loads(await loop.sock_recv(client, 1024))
    return {"outcome": "answered", "backend": reply}


async def talk(probe, client):
    """Connects, asks who is there, and hangs up first."""
    state = {"connected": False}
    try:
        return await asyncio.wait_for(converse(probe, client, state), probe["timeout"])
    except asyncio.TimeoutError:
        silent = state["connected"] and probe["protocol"] != "UDP"
        return {"outcome": "connected" if silent else "timeout"}
    except ValueError:
        return {"outcome": "reset"}
    except OSError as error:
        return refusal(client, error)


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


async def echo(probe, client, identifier):
    loop = asyncio.get_running_loop()
    six = client.family == socket.AF_INET6
    header = struct.pack("!BBHHH", 128 if six else 8, 0, 0, identifier, 1)
    # The kernel fills in ICMPv6's checksum, which covers addresses that only it knows.
    packet = header if six else struct.pack("!BBHHH", 8, 0, checksum(header), identifier, 1)
    client.connect((probe["dst"], 0))
    await loop.sock_sendall(client, packet)
    while True:
        reply = await loop.sock_recv(client, 1024)
        kind, _, _, named = struct.unpack("!BBHH", (reply if six else reply[20:])[:6])
        if kind == (129 if six else 0) and named == identifier:
            return {"outcome": "answered"}


async def ping(probe, client, identifier):
    try:
        return await asyncio.wait_for(echo(probe, client, identifier), probe["timeout"])
    except asyncio.TimeoutError:
        return {"outcome": "timeout"}
    except OSError as error:
        return refusal(client, error)


async def attempt(probe, ordinal):
    pinging = probe["protocol"] == "ICMP"
    six = ":" in probe["dst"]
    if pinging:
        kind, protocol = socket.SOCK_RAW, 58 if six else 1
    else:
        kind, protocol = transport(probe["protocol"])
    try:
        client = make_client(probe, kind, protocol)
    except OSError as error:
        return {"outcome": "error", "how": error.strerror}
    try:
        identifier = 1 + (probe["key"] * 64 + ordinal) % 65000
        result = await (ping(probe, client, identifier) if pinging else talk(probe, client))
        address, port = client.getsockname()[:2]
        result["src"] = [address, identifier if pinging else port]
        return result
    finally:
        client.close()


async def gated(probe, ordinal, gate):
    async with gate:
        return await attempt(probe, ordinal)


async def send(request):
    """All attempts of all probes, `parallel` at a time, begun in order."""
    gate = asyncio.Semaphore(request["parallel"])
    tries = [(probe, ordinal) for probe in request["probes"] for ordinal in range(probe["tries"])]
    results = iter(await asyncio.gather(*(gated(probe, ordinal, gate) for probe, ordinal in tries)))
    return [[next(results) for _ in range(probe["tries"])] for probe in request["probes"]]


# --- requests ----------------------------------------------------------------------------------


def supports(request):
    """Which of the protocols this kernel has sockets for."""
    found = []
    for name in request["protocols"]:
        kind, protocol = transport(name)
        try:
            socket.socket(socket.AF_INET, kind, protocol).close()
            found.append(name)
        except OSError:
            pass
    return found


handlers = {
    "sysctl": set_sysctls,
    "accounting": create_accounting,
    "conntrack": read_conntrack,
    "listen": listen,
    "supports": supports,
}


async def main():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 26)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        request = json.loads(line)
        try:
            if request["do"] == "send":
                answer = {"ok": await send(request)}
            else:
                answer = {"ok": handlers[request["do"]](request)}
        except Exception as error:  # Told to the caller, who decides.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


asyncio.run(main())
