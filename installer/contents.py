#!/usr/bin/env python3
"""Writes the list of what a package holds, as an SPDX 2.3 document in JSON.

    contents.py --version VERSION --out FILE [--libraries FILE]

--libraries: lines "SONAME PACKAGE VERSION" of the Debian packages whose libraries lie inside as well.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
# Inside every package: shared libraries, and headers that were compiled into the program. Name, licence, where from, how it is there.
PINNED = {"torch": ("LibTorch", "BSD-3-Clause", "libtorch.txt"), "openvino": ("OpenVINO runtime", "Apache-2.0", "openvino.txt"), "assorthead": ("umappp, irlba, knncolle and Eigen", "MIT AND MPL-2.0", "umappp.txt")}
HEADERS = {"nlohmann-json3-dev": ("nlohmann/json", "MIT"), "libcli11-dev": ("CLI11", "BSD-3-Clause"), "libexpected-dev": ("tl::expected", "CC0-1.0")}
LICENSES = {"LibTorch": "The library for processors holds Intel oneMKL and oneDNN, Sleef, FBGEMM, XNNPACK and others: licenses/libtorch names each.", "OpenVINO runtime": "With oneDNN and oneTBB: licenses/openvino names each."}


def pinned(file):
    """Name, version and SHA-256 of the first requirement of a list with hashes."""
    line = next(line for line in (HERE.parent / "scripts" / file).read_text().splitlines() if line and not line.startswith("#"))
    return re.match(r"(\S+)==(\S+) --hash=sha256:([0-9a-f]{64})", line).groups()


def installed_version(package):
    status = pathlib.Path("/var/lib/dpkg/status").read_text(errors="replace")
    found = re.search(rf"^Package: {re.escape(package)}\n(?:.+\n)*?Version: (.+)$", status, re.MULTILINE)
    return found.group(1) if found else "NOASSERTION"


def package(name, version, license_id, **more):
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": license_id,
        "copyrightText": "NOASSERTION",
        **more,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--libraries", type=pathlib.Path)
    arguments = parser.parse_args()

    program = package("Leukolens", arguments.version, "GPL-3.0-or-later")
    inside = []
    for title, license_id, file in PINNED.values():
        name, version, digest = pinned(file)
        comment = {"comment": LICENSES[title]} if title in LICENSES else {}
        inside.append(package(title, version, license_id, checksums=[{"algorithm": "SHA256", "checksumValue": digest}], externalRefs=[{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": f"pkg:pypi/{name}@{version}"}], **comment))
    inside.append(package("GNU OpenMP runtime of the LibTorch wheel", "NOASSERTION", "GPL-3.0-or-later WITH GCC-exception-3.1"))
    for name, (title, license_id) in HEADERS.items():
        inside.append(package(title, installed_version(name), license_id))
    if arguments.libraries:
        by_package = {}
        for line in arguments.libraries.read_text().splitlines():
            soname, name, version = line.split()
            by_package.setdefault((name, version), []).append(soname)
        for (name, version), sonames in sorted(by_package.items()):
            inside.append(package("debian-" + name, version, "NOASSERTION", comment=f"{', '.join(sonames)}; licence: licenses/{name}", externalRefs=[{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": f"pkg:deb/debian/{name}@{version}?distro=bookworm"}]))

    made = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), datetime.timezone.utc)
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"Leukolens {arguments.version}",
        "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Organization: The Leukolens developers"]},
        "packages": [program, *inside],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": program["SPDXID"]}]
        + [{"spdxElementId": program["SPDXID"], "relationshipType": "CONTAINS", "relatedSpdxElement": one["SPDXID"]} for one in inside],
    }
    # Every document has a namespace of its own: by what it says, so that the same contents give the same file.
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    document["documentNamespace"] = f"urn:leukolens:spdx:{digest}"
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
