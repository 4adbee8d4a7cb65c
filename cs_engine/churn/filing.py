"""Models as files: one archive of JSON and the libraries' own formats, nothing of which is ever executed."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from cs_engine.churn.machine import Machine, Part
from cs_engine.churn.models.ways import WAYS
from cs_engine.churn.preparation import Preparation
from cs_engine.errors import BadFile
from cs_engine.records.churn import Learned, Model
from cs_engine.records.churn_accounts import Grounds
from cs_engine.records.loss_curve import LossCurve
from cs_engine.wording import phrase

VERSION = 1
"""Of what is in the archive; raised when an older Steward could not read it."""
MANIFEST = "model.json"
DIGITS = 12
"""Of a checksum: no two models of a company are named alike."""
LARGEST = 2_000_000_000
"""Bytes: more is no model of ours."""
WHEN = (1980, 1, 1, 0, 0, 0)
"""The same model is the same file, whenever it is written."""

GROUNDS: TypeAdapter[Grounds | None] = TypeAdapter(Grounds | None)
"""How it is written as plain JSON; models of a file have none."""
CURVE: TypeAdapter[LossCurve | None] = TypeAdapter(LossCurve | None)
"""The same."""

NO_MODEL = phrase("{file} is no model that `steward churn train` wrote.")
NEWER = phrase(
    "{file} was written by a newer Steward (model version {version}; this one reads up to {known}); update Steward, or "
    "train the model again."
)
DAMAGED = phrase("{file} is damaged: {part} is not what was written; train the model again.")


def packed(machine: Machine) -> bytes:
    """Return a machine as an archive with a checksum for every file in it."""
    files = {
        f"{place}/{name}": content
        for place, part in enumerate(machine.parts)
        for name, content in part.fitted.packed().items()
    }
    content = {
        "label": machine.label,
        "positive": machine.positive,
        "id_column": machine.id_column,
        "kinds": dict(machine.kinds),
        "telling": dict(machine.telling),
        "typical": dict(machine.typical),
        "grounds": GROUNDS.dump_python(machine.grounds, mode="json"),
        "curve": CURVE.dump_python(machine.curve, mode="json"),
        "constant": machine.constant,
        "preparation": machine.preparation.packed(),
        "parts": [
            {"model": part.model.value, "setting": dict(part.setting), "weight": part.weight} for part in machine.parts
        ],
        "learned": _card(machine.learned),
    }
    checks = {name: hashlib.sha256(one).hexdigest() for name, one in files.items()}
    body = {"version": VERSION, "checksums": checks, "checksum": _checksum(content), "content": content}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in {MANIFEST: json.dumps(body, ensure_ascii=False).encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), one, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def model_id(content: bytes) -> str:
    """Return the first digits of the checksum of an archive, by which a model is named."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def unpacked(content: bytes, file: str) -> Machine:
    """Return the machine of an archive.

    Raises:
        BadFile: it is no model, damaged, or from a newer version.
    """
    files = _files(content, file)
    try:
        body = json.loads(files.pop(MANIFEST))
        version = int(body["version"])
        if version > VERSION:
            raise BadFile(NEWER, file=file, version=version, known=VERSION)
        _verify(body, files, file)
        return _machine(body["content"], files)
    except (KeyError, TypeError, ValueError) as error:
        raise BadFile(NO_MODEL, file=file) from error


def _files(content: bytes, file: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise BadFile(NO_MODEL, file=file)
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile as error:
        raise BadFile(NO_MODEL, file=file) from error


def _verify(body: Mapping[str, Any], files: Mapping[str, bytes], file: str) -> None:
    if _checksum(body["content"]) != body["checksum"]:
        raise BadFile(DAMAGED, file=file, part=MANIFEST)
    for name, expected in body["checksums"].items():
        if name not in files or hashlib.sha256(files[name]).hexdigest() != expected:
            raise BadFile(DAMAGED, file=file, part=name)


def _checksum(content: Any) -> str:  # noqa: ANN401 - plain JSON
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _machine(content: Mapping[str, Any], files: Mapping[str, bytes]) -> Machine:
    parts = []
    for place, part in enumerate(content["parts"]):
        own = {name.partition("/")[2]: one for name, one in files.items() if name.startswith(f"{place}/")}
        model = Model(part["model"])
        parts.append(Part(model, part["setting"], float(part["weight"]), WAYS[model].load(own)))
    card = content["learned"]
    learned = Learned(
        card["method"], card["rows"], card["positives"], (), (), (), (), card["best_column"], card["seconds"]
    )
    return Machine(
        preparation=Preparation.unpacked(content["preparation"]),
        parts=tuple(parts),
        constant=float(content["constant"]),
        learned=learned,
        label=content["label"],
        positive=content["positive"],
        id_column=content["id_column"],
        kinds=content["kinds"],
        telling=content.get("telling", {}),
        typical=content.get("typical", {}),
        grounds=GROUNDS.validate_python(content.get("grounds")),
        curve=CURVE.validate_python(content.get("curve")),
    )


def _card(learned: Learned) -> dict[str, Any]:
    """Return what is known about the model, for whoever opens the archive."""
    card = asdict(learned)
    card["left_out"] = [{"column": one.column, "why": str(one.said)} for one in learned.left_out]
    return card
