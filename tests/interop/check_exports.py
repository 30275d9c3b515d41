"""FHIR and HL7 v2 that Leukolens wrote, read by packages of other people: valid, and every number there.

    python check_exports.py EXPORT_SAMPLES_PROGRAM
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from fhir.resources.R4B.bundle import Bundle
from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message

LOCAL = "urn:x-leukolens:codes"
NOTICE = "For research use only. Not for diagnosis."
LOINC = {"26446-5": "bloodBlastPercent", "26464-8": "whiteCount", "30525-0": "ageYears"}
OWN_FACT_CODES = {"sex": "sex", "treatment-start": "treatmentStart", "marrow-blast-percent": "marrowBlastPercent", "immunophenotype": "immunophenotype", "genetics": "genetics",
                  "prednisone-response": "prednisoneResponse", "mrd-percent": "mrdPercent"}


def expected_numbers(case):
    """(code, group, value) of everything that is counted: group is the class or the session's blasts."""
    numbers = {("cells-counted", ""): case["total"], ("identified", ""): case["identified"], ("excluded", ""): case["excluded"], ("not-reviewed", ""): case["notReviewed"]}
    for count in case["counts"]:
        name = count["class"]
        numbers[("class-count", name)] = count["count"]
        numbers[("class-corrected", name)] = count["corrected"]
        numbers[("class-predicted", name)] = count["predicted"]
        if count["share"]:
            numbers[("class-share", name)] = 100 * count["share"]["proportion"]
            numbers[("class-share-low", name)] = 100 * count["share"]["low"]
            numbers[("class-share-high", name)] = 100 * count["share"]["high"]
    blasts = [case["blast"]] if case["blast"] else []
    blasts += [dict(point["blast"], count=point["blasts"], identified=point["identified"]) for point in case["timeline"] if point["blast"] and point["session"] != case["case"]["id"]]
    for place, blast in enumerate(blasts):
        numbers[("picture-blast-share", place)] = 100 * blast["proportion"]
        numbers[("picture-blast-share-low", place)] = 100 * blast["low"]
        numbers[("picture-blast-share-high", place)] = 100 * blast["high"]
        numbers[("blasts", place)] = blast["count"]
        numbers[("identified", place)] = blast.get("identified", case["identified"])
    return numbers


def expected_facts(case):
    return sorted((fact["name"], fact["value"]) for fact in case["facts"])


def clean(text):
    """What neither format can carry as it is becomes a space in both."""
    return " ".join("".join(" " if ord(c) < 32 else c for c in text).split())


def compare(what, found, wanted):
    missing = {key: value for key, value in wanted.items() if key not in found or abs(found[key] - value) > 1e-4}
    assert not missing, f"{what}: not as they should be: {missing}; found {({key: found.get(key) for key in missing})}"
    assert len(found) == len(wanted), f"{what}: also found {set(found) - set(wanted)}"


# FHIR

def own_code(concept):
    return next(coding.code for coding in concept.coding if coding.system == LOCAL)


def value_of(holder):
    if holder.valueQuantity is None:
        return holder.valueString
    assert holder.valueQuantity.system == "http://unitsofmeasure.org" and holder.valueQuantity.code in ("{cells}", "%", "10*9/L", "a", "d"), holder.valueQuantity
    return float(holder.valueQuantity.value)


def fact_text(quantity):
    number = repr(float(quantity.value)).removesuffix(".0")
    return {None: "", "<": "<"}.get(quantity.comparator, "") + number + ("+" if quantity.comparator == ">=" else "")


def check_fhir(name, text, case):
    bundle = Bundle.model_validate_json(text)
    assert bundle.type == "collection" and bundle.meta.tag[0].display == NOTICE
    resources = [entry.resource for entry in bundle.entry]
    kinds = [resource.get_resource_type() for resource in resources]
    assert kinds.count("Patient") == 1 and kinds.count("DiagnosticReport") == 1
    assert kinds.count("Device") == len(case["modelFacts"]), kinds
    assert kinds.count("Provenance") == (0 if case["deidentified"] else len(case["signatures"])), kinds
    numbers, facts, blast_place = {}, [], 0
    for resource in resources:
        if resource.get_resource_type() != "Observation":
            continue
        code = own_code(resource.code)
        loinc = [coding.code for coding in resource.code.coding if coding.system == "http://loinc.org"]
        if code in OWN_FACT_CODES or loinc:
            fact = LOINC[loinc[0]] if loinc else OWN_FACT_CODES[code]
            facts.append((fact, fact_text(resource.valueQuantity) if resource.valueQuantity else resource.valueString))
            continue
        if code in ("nci-risk", "audit-head"):
            wanted = case["nciRisk"]["group"] if code == "nci-risk" else case["auditHead"]
            assert resource.valueString == wanted
            continue
        parts = {own_code(component.code): value_of(component) for component in resource.component or []}
        parts.pop("day", None)
        group = parts.pop("class", "")
        if code == "picture-blast-share":
            group = blast_place
            blast_place += 1
        numbers[(code, group)] = value_of(resource)
        numbers.update({(part, group): value for part, value in parts.items()})
        assert NOTICE in resource.note[0].text
    wanted = {(code, clean(group) if isinstance(group, str) else group): value for (code, group), value in expected_numbers(case).items()}
    compare(f"{name}, FHIR", {(code, clean(group) if isinstance(group, str) else group): value for (code, group), value in numbers.items()}, wanted)
    assert sorted(facts) == expected_facts(case), facts
    return len(numbers)


# HL7 v2

def unescaped(text):
    signs = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}
    return re.sub(r"\\(F|S|T|R|E)\\", lambda found: signs[found.group(1)], text)


def check_hl7(name, text, case):
    message = parse_message(text, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True)
    message.validate()
    assert message.msh.msh_9.to_er7() == "ORU^R01^ORU_R01" and message.msh.msh_12.to_er7() == "2.5.1" and message.msh.msh_18.to_er7() == "UNICODE UTF-8"
    # The same again without groups, whose segments are reached in their order.
    flat = parse_message(text, validation_level=VALIDATION_LEVEL.TOLERANT, find_groups=False)
    segments = list(flat.children)
    assert any(segment.name == "NTE" and unescaped(segment.nte_3.to_er7()) == NOTICE for segment in segments)
    results = [segment for segment in segments if segment.name == "OBX"]
    groups = {}
    for result in results:
        code = result.obx_3.to_er7().split("^")
        own, loinc = (code[3], code[0]) if code[2] == "LN" else (code[0], None)
        if loinc:
            assert code[5] == "99LKL", code
        groups.setdefault(result.obx_4.to_er7(), []).append((own, loinc, result.obx_2.to_er7(), result.obx_5.to_er7()))
    numbers, facts, blast_place, models, signatures = {}, [], 0, 0, 0
    for group in groups.values():
        (main, loinc, kind, value), parts = group[0], group[1:]
        if main in OWN_FACT_CODES or loinc:
            sign, number = value.split("^") if kind == "SN" else ("", value)
            facts.append((LOINC[loinc] if loinc else OWN_FACT_CODES[main], unescaped(number) + "+" if sign == ">=" else unescaped(sign) + unescaped(number)))
        elif main in ("nci-risk", "audit-head"):
            assert value == (case["nciRisk"]["group"] if main == "nci-risk" else case["auditHead"])
        elif main == "model":
            told = {part[0]: part[3] for part in parts}
            fact = case["modelFacts"][models]
            models += 1
            assert told["model-sha256"] == fact["sha256"]
            if fact["card"] and fact["card"]["decision"].get("threshold") is not None:
                assert float(told["threshold"]) == fact["card"]["decision"]["threshold"] and float(told["temperature"]) == fact["card"]["decision"]["temperature"]
        elif main == "signature":
            signatures += 1
        else:
            texts = {part[0]: unescaped(part[3]) for part in parts if part[2] in ("ST", "TX")}
            place = texts.get("class", "")
            if main == "picture-blast-share":
                place = blast_place
                blast_place += 1
            numbers[(main, place)] = float(value)
            numbers.update({(part[0], place): float(part[3]) for part in parts if part[2] == "NM" and part[0] != "day"})
    compare(f"{name}, HL7", numbers, expected_numbers(case))
    assert sorted(facts) == expected_facts(case), facts
    assert models == len(case["modelFacts"]) and signatures == len(case["signatures"]), (models, signatures)
    comment = next(("\n".join(unescaped(line.to_er7()) for line in segment.nte_3) for place, segment in enumerate(segments) if segment.name == "NTE" and segments[place - 1].name == "OBR"), "")
    assert clean(comment) == clean(case["sample"]["comment"])
    label = unescaped(next(segment for segment in segments if segment.name == "PID").pid_3.to_er7().split("^")[0])
    wanted = case["patient"]["label"] if case["patient"] else case["case"]["name"]
    assert label == wanted or (not wanted and label.startswith("unnamed-")), label
    return len(numbers)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        names = sorted(path.name.removesuffix(".fhir.json") for path in Path(folder).glob("*.fhir.json"))
        assert len(names) == 5, names
        for name in names:
            case = json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
            fhir = check_fhir(name, (Path(folder) / f"{name}.fhir.json").read_text(encoding="utf-8"), case)
            hl7 = check_hl7(name, (Path(folder) / f"{name}.hl7").read_bytes().decode("utf-8"), case)
            print(f"{name}: {fhir} numbers in FHIR R4, {hl7} in HL7 v2.5.1, as counted")


if __name__ == "__main__":
    main()
