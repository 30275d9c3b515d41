#include "tests/ui/support/staged_files.h"

#include <algorithm>
#include <stdexcept>

#include "core/base/files.h"
#include "core/base/pause_gate.h"
#include "core/base/random.h"
#include "core/casebook/case_store.h"
#include "core/casebook/classified_cell.h"
#include "core/casebook/patients.h"
#include "core/dataset/demo_field.h"
#include "core/dataset/reader.h"
#include "core/digest/sha256.h"
#include "core/experiment/presets.h"
#include "core/experiment/run.h"
#include "core/image/encode.h"
#include "core/inference/model_library.h"
#include "core/inference/predictor.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/evaluation/hand_made_run.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_settings.h"

namespace leukolens::test {
namespace {

namespace fs = std::filesystem;

constexpr int kFieldSidePx = 300;  ///< of what is cut out around a cell: 30 µm

template <class T>
T orThrow(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void save(const fs::path& file, const image::Image& picture) {
    fs::create_directories(file.parent_path());
    orThrow(writeFileAtomically(file, orThrow(dataset::demoFile(picture))));
}

image::Image cutOut(const image::Image& from, int left, int top, int side) {
    image::Image part{side, side, {}};
    part.rgb.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3);
    for (int y = top; y < top + side; ++y) {
        const auto row = from.rgb.begin() + static_cast<std::ptrdiff_t>(from.offset(left, y));
        part.rgb.insert(part.rgb.end(), row, row + 3 * side);
    }
    return part;
}

class Collected : public inference::FileListener {
public:
    void onResult(const inference::FilePrediction& result) override { results.push_back(result); }
    std::vector<inference::FilePrediction> results;
};

/// Answers as a network gives them, or as one might.
class Answers {
public:
    Answers(const fs::path& model, bool asked) : m_predictor(orThrow(inference::Predictor::load(model))), m_asked(asked) {}

    casebook::CaseCell cell(const fs::path& picture, bool blast) {
        inference::FilePrediction result{picture, digest::sha256(orThrow(readFile(picture, 1u << 26))), {}};
        if (m_asked) {
            Collected collected;
            orThrow(inference::predictFiles(*m_predictor, {picture}, collected, {}));
            result = collected.results.front();
        } else {
            inference::Prediction invented;
            const double sure = m_random.uniform(0.62, 0.995);
            invented.probability = sure;
            invented.classIndex = blast ? 0 : 1;
            invented.probabilities = blast ? std::vector{sure, 1 - sure} : std::vector{1 - sure, sure};
            if (sure < 0.66) invented.flags = {inference::kUncertainFlag};
            result.prediction = invented;
        }
        return casebook::classifiedCell(result, m_predictor->card(), m_predictor->modelSha256());
    }
    std::string sha256() const { return m_predictor->modelSha256(); }
    std::string card() const { return inference::toJson(m_predictor->card()).dump(); }

private:
    std::unique_ptr<inference::Predictor> m_predictor;
    bool m_asked = false;
    Random m_random{11};
};

struct SessionPlan {
    const char* patient;
    const char* taken;
    casebook::Material material;
    double blasts;  ///< share
};
constexpr SessionPlan kSessions[] = {{"P-4698", "2026-02-11", casebook::Material::Marrow, 0.1},
                                     {"P-4711", "2026-03-02", casebook::Material::Marrow, 0.85},
                                     {"P-4711", "2026-03-17", casebook::Material::Blood, 0.4},
                                     {"P-4705", "2026-03-20", casebook::Material::Blood, 0.6},
                                     {"P-4711", "2026-04-04", casebook::Material::Marrow, 0.3}};

class CaseStage {
public:
    CaseStage(StagedFiles& files, const Staging& how) : m_files(files), m_how(how), m_answers(files.model, how.trained), m_store(orThrow(casebook::CaseStore::open(files.caseStore))) {
        m_store->setUser("Dr. Example");
        orThrow(m_store->keepModelCard(m_answers.sha256(), m_answers.card()));
    }

    void fill() {
        casebook::CaseId last = 0;
        for (const SessionPlan& plan : kSessions) last = addSession(plan);
        signFirst();
        addField(last);
        decideSome(last);
        describePatient();
    }

private:
    casebook::CaseId addSession(const SessionPlan& plan) {
        const auto id = orThrow(m_store->createCase(plan.patient));
        orThrow(m_store->describeSample(id, plan.taken, plan.material, {}, orThrow(m_store->findCase(id)).version));
        std::vector<casebook::CaseCell> cells;
        for (int i = 0; i < m_how.cellsPerSession; ++i) {
            const bool blast = i < plan.blasts * m_how.cellsPerSession;
            const auto file = m_files.folder / "pictures" / (std::string(plan.patient) + " " + plan.taken + " " + std::to_string(i + 1) + ".png");
            save(file, dataset::drawDemoCell({.sizePx = m_how.cellSidePx}, 2, blast, 1000 * static_cast<int>(id) + i));
            cells.push_back(m_answers.cell(file, blast));
        }
        orThrow(m_store->addCells(id, cells));
        return id;
    }

    /// White cells of the drawn field, marked and cut out as Slides does it.
    void addField(casebook::CaseId id) {
        const dataset::DemoField drawn = dataset::drawDemoField({});
        save(m_files.field, drawn.picture);
        std::vector<casebook::CaseCell> cells;
        std::vector<casebook::SlideCell> marks;
        for (const auto& place : drawn.whiteCells) {
            const auto corner = [](int middle, int size) { return std::clamp(middle - kFieldSidePx / 2, 0, size - kFieldSidePx); };
            const auto file = m_files.folder / "pictures" / ("field cell " + std::to_string(cells.size() + 1) + ".png");
            save(file, cutOut(drawn.picture, corner(place.x, drawn.picture.width), corner(place.y, drawn.picture.height), kFieldSidePx));
            cells.push_back(m_answers.cell(file, place.blast));
            casebook::SlideCell mark;
            mark.slide = toUtf8(m_files.field);
            mark.x = place.x - 80;
            mark.y = place.y - 80;
            mark.width = mark.height = 160;
            mark.score = 0.9;
            mark.picture = cells.back().path;
            marks.push_back(mark);
        }
        orThrow(m_store->addCells(id, cells));
        orThrow(m_store->addSlideCells(id, marks));
    }

    void decideSome(casebook::CaseId id) {
        const auto cells = orThrow(m_store->cells(id));
        std::vector<casebook::CellDecision> decisions;
        for (std::size_t i = 0; i < cells.size() && i < 6; ++i) {
            casebook::Verdict verdict = cells[i].verdict();
            verdict.reviewed = true;
            if (i == 1) verdict.assignedClass = verdict.assignedClass == "all" ? "hem" : "all";
            verdict.marked = i == 2;
            verdict.excluded = i == 5;
            decisions.push_back({cells[i].id, verdict, cells[i].version});
        }
        orThrow(m_store->decide(id, decisions, "seen at the microscope"));
    }

    void signFirst() {
        const auto id = orThrow(m_store->listCases()).back().id;
        std::vector<casebook::CellDecision> decisions;
        for (const auto& cell : orThrow(m_store->cells(id))) {
            casebook::Verdict verdict = cell.verdict();
            verdict.reviewed = true;
            if (verdict.assignedClass.empty()) verdict.assignedClass = "hem";
            decisions.push_back({cell.id, verdict, cell.version});
        }
        orThrow(m_store->decide(id, decisions));
        orThrow(m_store->sign(id, orThrow(m_store->findCase(id)).version));
    }

    void describePatient() {
        casebook::Patients patients(*m_store);
        for (const auto& summary : orThrow(patients.list())) {
            if (summary.patient.label != "P-4711") continue;
            const auto fact = [&](const char* name, const char* value, const char* date) { orThrow(patients.addFact(summary.patient.id, {.name = name, .value = value, .date = date})); };
            fact("ageYears", "6", "2026-03-02");
            fact("sex", "female", "");
            fact("treatmentStart", "2026-03-03", "");
            fact("whiteCount", "48.5", "2026-03-02");
            fact("marrowBlastPercent", "83", "2026-03-02");
            orThrow(patients.setNotes(summary.patient.id, "Marrow of 4 April was thin; looked at twice.", summary.patient.version));
        }
    }

    StagedFiles& m_files;
    const Staging& m_how;
    Answers m_answers;
    std::unique_ptr<casebook::CaseStore> m_store;
};

/// A run whose pictures are drawn cells too.
fs::path handMade(const fs::path& folder, const char* name, const HandMadeRun& how, int sidePx) {
    const fs::path run = makeRun(folder, name, how);
    for (int i = 0; i < how.cells; ++i) {
        const HandMadeCell cell = handMadeCell(how, i);
        save(folder / "cells" / cell.path, dataset::drawDemoCell({.sizePx = sidePx}, cell.number, cell.label == 0, i));
    }
    return run;
}

fs::path trainedRun(const StagedFiles& files, const char* name, std::uint64_t seed) {
    NoProgress progress;
    experiment::NoRunObserver observer;
    PauseGate gate;
    experiment::TrainSettings settings = experiment::quickPreset(experiment::withNetwork({}, "leuknet"));
    settings.folds = 2;
    settings.seed = seed;
    const auto data = orThrow(dataset::readDataset(files.cells, progress, {}));
    orThrow(experiment::train(data, settings, files.folder / "runs" / name, {observer, progress, {}, gate}));
    return files.folder / "runs" / name;
}

void makeRuns(StagedFiles& files, const Staging& how) {
    fs::create_directories(files.folder / "runs");
    if (how.trained) {
        files.run = trainedRun(files, "2026-03-01 LeukNet", 1);
        files.secondRun = trainedRun(files, "2026-03-02 LeukNet", 2);
        return;
    }
    files.run = handMade(files.folder / "runs", "2026-03-01 InceptionV3", {.facts = true, .pictures = false}, how.cellSidePx);
    files.secondRun = handMade(files.folder / "runs", "2026-03-02 InceptionV3", {.pictures = false, .firstSubject = 3}, how.cellSidePx);
}

}  // namespace

StagedFiles stageFiles(const fs::path& folder, const Staging& how) {
    StagedFiles files;
    files.folder = folder;
    files.cells = folder / "cells";
    files.field = folder / "field 1.png";
    files.caseStore = folder / "cases.leukocases";
    files.models = folder / "models";
    files.settings = folder / "settings.ini";
    NoProgress progress;
    orThrow(dataset::writeDemoCells(files.cells, {.cellsPerSubject = how.cellsPerSubject, .sizePx = how.cellSidePx}, progress, {}));
    makeRuns(files, how);
    for (const char* name : {"made", "other"}) fs::create_directories(folder / name);
    const auto source = how.trained ? files.run / "fold-1" / "best.leukomodel" : makeTinyModel(folder / "made", {"all", "hem"}, "mobilenet_v3_small");
    const inference::ModelLibrary library(files.models);
    files.model = orThrow(library.add(source, {})).file;
    files.otherModel = makeTinyModel(folder / "other", {"benign", "malignant"}, "leuknet");
    CaseStage(files, how).fill();

    ui::AppSettings settings(qpath(files.settings));
    settings.set(ui::SettingKey::CaseFile, qpath(files.caseStore));
    settings.set(ui::SettingKey::ModelsFolder, qpath(files.models));
    settings.set(ui::SettingKey::ModelFile, qpath(files.model));
    settings.set(ui::SettingKey::RunsFolder, qpath(folder / "runs"));
    settings.set(ui::SettingKey::UserName, "Dr. Example");
    settings.set(ui::SettingKey::Device, "cpu");
    return files;
}

}  // namespace leukolens::test
