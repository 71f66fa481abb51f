"""Detached Ed25519 signature of the exporting office over the checksums of a package, as proof of integrity.

Checksums alone prove nothing, since they can be recomputed after a change. The exporting office creates the key once and
gives its public half to the receiving office. Requires the library ``cryptography``.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from udfs.report.reviewed import FORGED, SIGNED, UNKNOWN_SIGNER
from workbooks.files import replacing
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC = ".pub"
FIRST_LINE = "gaoyan-signature-1"
PURPOSE = b"gaoyan package checksums\n"
"""Signed prefix, so that signatures made for other purposes are invalid."""
LONGEST = 4096
"""Maximum size in bytes of a key or signature file; ours are far smaller."""
Signer = Callable[[bytes], bytes]


def new_key(path: Path) -> Path:
    """Write a new private key (readable by its owner only) and the public key beside it, whose path is returned. Errors:
    Unusable."""
    library = cryptography()
    public = path.with_name(f"{path.name}{PUBLIC}")
    for place in (path, public):
        if place.exists():
            raise Unusable(place.name, "已存在，没有覆盖", "请换一个文件名；覆盖私钥会使以前的签名不能再作")
    key = library.Ed25519PrivateKey.generate()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), replacing.PRIVATE)
        with os.fdopen(handle, "wb") as out:
            out.write(encoded(key.private_bytes_raw()))
        public.write_bytes(encoded(key.public_key().public_bytes_raw()))
    except OSError:
        raise Unusable(path.name, "无法写入", "请换一个有写入权限的文件夹") from None
    return public


def signer(path: Path) -> Signer:
    """The function that signs checksums with the private key at ``path``. Errors: Unusable."""
    library = cryptography()
    try:
        key: Ed25519PrivateKey = library.Ed25519PrivateKey.from_private_bytes(raw(path))
    except ValueError:
        raise Unusable(path.name, "不是签名私钥", "请给出 gaoyan key new 生成的密钥文件") from None

    def sign(checksums: bytes) -> bytes:
        lines = (FIRST_LINE.encode(), base64.b64encode(key.public_key().public_bytes_raw()))
        return b"\n".join((*lines, base64.b64encode(key.sign(PURPOSE + checksums)))) + b"\n"

    return sign


def trusted_keys(paths: Sequence[str]) -> dict[bytes, Ed25519PublicKey]:
    """{key bytes: public key} of the keys at ``paths``. Errors: Unusable."""
    if not paths:
        return {}
    library = cryptography()
    keys = {}
    for path in map(Path, paths):
        try:
            key = library.Ed25519PublicKey.from_public_bytes(raw(path))
        except ValueError:
            raise Unusable(path.name, "不是签名公钥", f"请给出办班单位的公钥文件（{PUBLIC}）") from None
        keys[key.public_bytes_raw()] = key
    return keys


def signature_state(checksums: bytes, signature: bytes, trust: Sequence[str]) -> str:
    """SIGNED if a trusted key signed exactly these checksums, FORGED if a named key did not, else UNKNOWN_SIGNER."""
    from cryptography.exceptions import InvalidSignature

    try:
        first, public, made = signature[:LONGEST].decode("ascii").split()
        key = trusted_keys(trust).get(base64.b64decode(public, validate=True))
        if first != FIRST_LINE or key is None:
            return UNKNOWN_SIGNER
        key.verify(base64.b64decode(made, validate=True), PURPOSE + checksums)
    except (ValueError, binascii.Error):
        return UNKNOWN_SIGNER
    except InvalidSignature:
        return FORGED
    return SIGNED


def encoded(key: bytes) -> bytes:
    return base64.b64encode(key) + b"\n"


def raw(path: Path) -> bytes:
    """The 32 bytes of a key file. Errors: Unusable if unreadable, ValueError if it contains something else."""
    try:
        if path.stat().st_size > LONGEST:
            raise ValueError("too long")
        return base64.b64decode(path.read_bytes().strip(), validate=True)
    except OSError:
        raise Unusable(path.name, "打不开密钥文件", "请核对路径") from None


def cryptography() -> ModuleType:
    """The module with the key classes. Errors: Unusable if the library is missing (LibreOffice, browser)."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise Unusable("签名", "没有安装签名用的组件", "请运行 pip install cryptography") from None
    return ed25519
