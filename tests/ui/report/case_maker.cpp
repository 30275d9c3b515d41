#include "tests/ui/report/case_maker.h"

#include <stdexcept>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/encode.h"

namespace leukolens::test {

using casebook::CaseCell;
using casebook::Material;

CaseCell drawnCell(const TempFolder& folder, int number, const std::string& predicted, const std::string& assigned) {
    image::Image picture{90, 60, std::vector<std::uint8_t>(90 * 60 * 3, 0)};
    for (int y = 0; y < 60; ++y) {
        for (int x = 0; x < 90; ++x) {
            if ((x - 45) * (x - 45) + (y - 30) * (y - 30) < 500) picture.rgb[picture.offset(x, y)] = std::uint8_t(60 + number % 190);
        }
    }
    picture.rgb[2] = static_cast<std::uint8_t>(number / 190);
    const Bytes bytes = image::encodePng(picture).value();
    CaseCell made;
    made.path = toUtf8(folder / ("cell " + std::to_string(number) + ".png"));
    if (!writeFileAtomically(made.path, bytes)) throw std::runtime_error("could not write " + made.path);
    made.sha256 = digest::sha256(bytes);
    made.modelName = "inception_v3 fold 1";
    made.modelSha256 = kModelHash;
    made.classes = {"all", "hem"};
    made.probabilities = {0.625, 0.375};
    made.predictedClass = predicted;
    made.assignedClass = assigned;
    return made;
}

std::vector<CaseCell> drawnCells(const TempFolder& folder, int blasts, int normals) {
    std::vector<CaseCell> made;
    for (int i = 0; i < blasts + normals; ++i) made.push_back(drawnCell(folder, i, i < blasts ? "all" : "hem", i < blasts ? "all" : "hem"));
    return made;
}

report::CaseReport wholeReport(std::vector<CaseCell> cells) {
    casebook::CaseSummary summary;
    summary.id = 7;
    summary.patient = 3;
    summary.name = "Müller, Jörg";
    summary.taken = "2026-11-20";
    summary.material = Material::Marrow;
    summary.comment = "Smudge cells were left out.\nSecond slide of two.";
    summary.cells = static_cast<int>(cells.size());
    summary.state = casebook::CaseState::Signed;
    summary.signedBy = "Dr. Ben Adam";
    summary.signedAt = "2026-11-25T16:40:00+01:00";
    auto report = report::makeCaseReport(summary, std::move(cells));
    report.made = "2026-11-26T09:07:00+01:00";
    report.auditHead = kAuditHead;
    report.signatures = {{"Anna Chen", "technician", "2026-11-25T15:02:00+01:00", std::string(64, 'a'), false}, {"Dr. Ben Adam", "reviewer", "2026-11-25T16:40:00+01:00", std::string(64, 'b'), true}};

    casebook::PatientSummary patient;
    patient.patient = {3, summary.name, {}, "2026-09-01T08:00:00+02:00", 1, "P-0123456789"};
    for (const auto& [id, taken] : {std::pair(5, "2026-09-28"), std::pair(6, "2026-10-13"), std::pair(7, "2026-11-20")}) {
        patient.sessions.push_back(summary);
        patient.sessions.back().id = id;
        patient.sessions.back().taken = taken;
    }
    report.patient = patient;
    const auto fact = [&](const char* name, const char* value, const char* date, const char* note = "") {
        casebook::PatientFact made;
        made.name = name;
        made.value = value;
        made.date = date;
        made.note = note;
        report.facts.push_back(std::move(made));
    };
    fact("sex", "male", "");
    fact("ageYears", "4.5", "2026-09-27");
    fact("whiteCount", "12.75", "2026-09-27", "automated count");
    fact("bloodBlastPercent", "64", "2026-09-27");
    fact("marrowBlastPercent", "91.5", "2026-09-28");
    fact("immunophenotype", "B", "2026-09-28");
    fact("treatmentStart", "2026-10-05", "2026-10-05");
    fact("genetics", "ETV6::RUNX1", "2026-10-08");
    fact("prednisoneResponse", "good", "2026-10-13");
    fact("mrdPercent", "<0.01", "2026-11-09");
    report.risk = {casebook::NciRisk::Group::Standard, casebook::NciRisk::Why::None, 4.5, 12.75};

    const auto point = [&](int session, const char* taken, int day, int blasts, int identified) {
        report.timeline.push_back({session, taken, day, Material::Marrow, blasts, identified, report::wilsonInterval(blasts, identified)});
    };
    point(5, "2026-09-28", -7, 183, 200);
    point(6, "2026-10-13", 8, 77, 210);
    point(7, "2026-11-20", 46, 6, 205);

    for (auto& model : report.modelFacts) {
        inference::ModelCard card;
        card.name = model.name;
        card.blastClass = "all";
        for (const char* name : {"all", "hem"}) card.classes.push_back({name, {}, {}, {}, {}});
        card.threshold = 0.42;
        card.temperature = 1.317;
        card.uncertainBelow = 0.6;
        card.metrics.push_back({inference::kLockedSensitivity, 0.953, {}, {}, 0.95, "validation cells of 14 subjects, on which the threshold was chosen", {}});
        model.card = std::move(card);
    }
    return report;
}

}  // namespace leukolens::test
