// export_samples FOLDER: exports of made cases, for check_exports.py to read with other people's packages: NAME.fhir.json, NAME.hl7, and NAME.json with the numbers that both have to say.
#include <cstdio>

#include "core/report/case_export.h"
#include "core/report/deidentified_report.h"
#include "core/report/fhir_export.h"
#include "core/report/hl7_export.h"
#include "tests/core/report/whole_report.h"

namespace {

using namespace leukolens;
using report::CaseReport;

Result<void> write(const CaseReport& made, const std::filesystem::path& folder, const std::string& name) {
    if (auto ok = report::writeCaseJson(made, folder / (name + ".json")); !ok) return ok;
    if (auto ok = report::writeCaseFhir(made, folder / (name + ".fhir.json")); !ok) return ok;
    return report::writeCaseHl7(made, folder / (name + ".hl7"));
}

CaseReport openSession() {
    CaseReport open = report::test::wholeReport();
    open.summary.state = casebook::CaseState::Open;
    open.summary.material = casebook::Material::Marrow;
    open.signatures.clear();
    return open;
}

CaseReport awkwardTexts() {
    CaseReport awkward = report::test::wholeReport();
    awkward.patient->patient.label = awkward.summary.name = "";
    awkward.summary.material = casebook::Material::Other;
    awkward.summary.comment = std::string(4000, '|') + "\x01\x1f\t\r\n\\X0D\\ \\F\\ <script>";
    for (auto& cell : awkward.cells)
        if (cell.assignedClass == "hem") cell.assignedClass = "<b>hem</b> & ^more~ \\E\\";
    const auto made = report::makeCaseReport(awkward.summary, awkward.cells);
    awkward.counts = made.counts;
    awkward.blasts = made.blasts;
    awkward.blast = made.blast;
    return awkward;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const CaseReport whole = report::test::wholeReport();
    const std::pair<const char*, CaseReport> cases[] = {{"whole", whole},
                                                        {"open", openSession()},
                                                        {"awkward", awkwardTexts()},
                                                        {"deidentified", report::deidentified(whole)},
                                                        {"empty", report::makeCaseReport({}, {})}};
    for (const auto& [name, made] : cases) {
        if (const auto written = write(made, argv[1], name); !written) {
            std::fprintf(stderr, "%s\n", written.error().message().c_str());
            return 1;
        }
    }
}
