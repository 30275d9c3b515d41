#include "ui/classify/classify_session.h"

#include <algorithm>
#include <utility>

#include "ui/shell/class_words.h"

namespace leukolens::ui {

namespace {

constexpr int kArrivalIntervalMs = 100;
constexpr int kKnownCasesDelayMs = 400;  // the list of cases follows saving at leisure
constexpr int kThumbnailDelayMs = 500;   // likewise small pictures

/// Of the folds that are asked beside the model.
std::vector<std::filesystem::path> othersOf(const std::vector<inference::FoldModel>& folds, const std::filesystem::path& model) {
    std::vector<std::filesystem::path> others;
    if (!canAskFolds(folds)) return others;
    for (const auto& fold : folds)
        if (fold.file != model) others.push_back(fold.file);
    return others;
}

}  // namespace

ClassifySession::ClassifySession(AppContext& context, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_cells(this),
      m_writer(new CaseWriter(context, this)),
      m_case(std::make_shared<OpenCase>()),
      m_holder(std::make_shared<ModelHolder>()) {
    m_undoGroup.addStack(&m_undo);
    m_undoGroup.addStack(&m_readingUndo);
    m_undoGroup.setActiveStack(&m_undo);
    m_arrivalTimer.setInterval(kArrivalIntervalMs);
    connect(&m_arrivalTimer, &QTimer::timeout, this, [this] { takeArrivals(); });
    m_knownCasesTimer.setInterval(kKnownCasesDelayMs);
    m_knownCasesTimer.setSingleShot(true);
    connect(&m_knownCasesTimer, &QTimer::timeout, this, &ClassifySession::refreshKnownCases);
    m_noThumbnails = std::make_shared<std::set<std::string>>();
    m_thumbnailTimer.setInterval(kThumbnailDelayMs);
    m_thumbnailTimer.setSingleShot(true);
    connect(&m_thumbnailTimer, &QTimer::timeout, this, &ClassifySession::makeThumbnails);
    connect(m_writer, &CaseWriter::saved, this, [this] {
        m_knownCasesTimer.start();
        m_thumbnailTimer.start();
        Q_EMIT saved();
    });
    connect(m_writer, &CaseWriter::failed, this, &ClassifySession::onSaveFailed);
    connect(m_writer, &CaseWriter::opened, this, &ClassifySession::openNewest);
    connect(&m_context, &AppContext::modelFileChanged, this, &ClassifySession::loadModel);
    connect(&m_context, &AppContext::modelTitleChanged, this, &ClassifySession::modelChanged);
    connect(&m_context.settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::Answers) onAnswersChanged();
        if (key != SettingKey::QuickNumbers) return;
        m_looksPerSecond = 0;
        loadModel();
    });
    loadModel();
}

ClassifySession::~ClassifySession() {
    takeArrivals();
}

void ClassifySession::openNewest() {
    readCase(
        [](casebook::CaseStore& store) -> Result<casebook::CaseId> {
            const auto known = store.listCases();
            if (!known) return fail(known.error());
            return known->empty() ? 0 : known->front().id;
        },
        false);
}

void ClassifySession::openCase(casebook::CaseId id) {
    readCase([id](casebook::CaseStore&) -> Result<casebook::CaseId> { return id; }, false);
}

void ClassifySession::reopen() {
    readCase([target = m_case](casebook::CaseStore&) -> Result<casebook::CaseId> { return target->id; }, true);
}

void ClassifySession::newCase() {
    ++m_readNumber;  // a case still being read is not wanted any more
    m_loading = false;
    m_case = std::make_shared<OpenCase>();
    m_heldElsewhere = false;
    show({});
    startWaiting();
}

void ClassifySession::readCase(CaseChoice choose, bool emptyOnFailure) {
    m_loading = true;
    Q_EMIT caseChanged();
    m_writer->read<CaseRead>(
        tr("Opening the case"),
        [choose = std::move(choose)](casebook::CaseStore& store) -> Result<CaseRead> {
            const Result<casebook::CaseId> id = choose(store);
            if (!id) return fail(id.error());
            if (*id == 0) return CaseRead{};
            // First: nobody changes cells between what is read and what is held.
            auto claim = store.claimCase(*id);
            if (!claim) return fail(claim.error());
            auto summary = store.findCase(*id);
            if (!summary) return fail(summary.error());
            auto cells = store.cells(*id);
            if (!cells) return fail(cells.error());
            return CaseRead{std::move(*summary), std::move(*cells), std::move(*claim)};
        },
        this,
        [this, number = ++m_readNumber, emptyOnFailure](Result<CaseRead> read) {
            if (number != m_readNumber) return;
            m_loading = false;
            if (!read) Q_EMIT errorRaised(tr("The case could not be opened."), read.error());
            if (read || emptyOnFailure) {
                m_case = std::make_shared<OpenCase>();
                if (read) m_case->id = read->summary.id;
                if (read) m_case->name = read->summary.name;
                if (read) m_case->seen = read->summary.version;
                if (read) m_case->lock = std::move(read->claim.lock);
                m_heldElsewhere = m_case->id != 0 && !m_case->lock;
                m_holderElsewhere = read ? std::move(read->claim.holder) : casebook::CaseHolder();
                show(read ? std::move(*read) : CaseRead{});
            } else {
                Q_EMIT caseChanged();
            }
            if (read) refreshKnownCases();
            startWaiting();
        });
}

void ClassifySession::show(CaseRead read) {
    ++m_shownCase;
    m_reading.reset();
    m_undoGroup.setActiveStack(&m_undo);
    m_undo.clear();
    m_readingUndo.clear();
    updateConcealment();
    m_case->shown = read.summary;
    m_pictures.clear();  // of the case that was left: they are classified and saved, not shown
    std::vector<ShownCell> shown;
    shown.reserve(read.cells.size());
    for (casebook::CaseCell& cell : read.cells) {
        const CellKey key = ++m_lastKey;
        m_case->ids[key] = cell.id;  // no change of this case is under way yet
        m_case->sha256s.insert(QString::fromStdString(cell.sha256));
        shown.push_back({key, std::move(cell)});
    }
    m_cells.reset(std::move(shown));
    resetClasses();
    Q_EMIT caseChanged();
}

void ClassifySession::changeStore(std::function<Result<void>(casebook::CaseStore&, casebook::CaseId)> change) { m_writer->change(changing(m_case, std::move(change))); }

void ClassifySession::rename(const QString& name) {
    const std::string wanted = name.trimmed().toStdString();
    if (wanted == m_case->shown.name || m_loading) return;
    if (access() != Access::Open || m_changingState) {
        Q_EMIT caseChanged();  // the field shows the name that stands
        return refuse();
    }
    m_case->shown.name = wanted;
    m_writer->change(renaming(m_case, wanted));
    Q_EMIT caseChanged();
}

std::vector<casebook::CaseCell> ClassifySession::caseCells() const {
    std::vector<casebook::CaseCell> cells;
    const std::vector<ShownCell>& own = m_reading ? m_reading->ownCells : m_cells.cells();
    cells.reserve(own.size());
    for (const ShownCell& shown : own) cells.push_back(shown.cell);
    return cells;
}

void ClassifySession::refreshKnownCases() {
    struct Known {
        casebook::CaseSummary current;
        std::vector<casebook::CaseSummary> all;
    };
    m_writer->read<Known>(
        tr("Reading the list of cases"),
        [target = m_case](casebook::CaseStore& store) -> Result<Known> {
            auto all = store.listCases();
            if (!all) return fail(all.error());
            Known known{{}, std::move(*all)};
            for (const auto& summary : known.all)
                if (summary.id == target->id) known.current = summary;
            // Another name counts as seen once it is shown, below.
            if (known.current.id != 0 && known.current.name == target->name) target->seen = known.current.version;
            return known;
        },
        this,
        [this, target = m_case](Result<Known> known) {
            if (!known) return Q_EMIT errorRaised(tr("The list of cases could not be read."), known.error());
            target->shown.id = known->current.id;
            target->shown.created = known->current.created;
            target->shown.changed = known->current.changed;
            // Renamed in Cases, or at another seat; while this window's own name is on its way, that one is shown.
            if (known->current.id != 0 && target->shown.name != known->current.name && !m_writer->saving()) {
                target->shown.name = known->current.name;
                Q_EMIT caseChanged();
                m_writer->change([target, name = known->current.name, seen = known->current.version](casebook::CaseStore&) -> Result<void> {
                    target->name = name;
                    target->seen = std::max(target->seen, seen);
                    return {};
                });
            }
            m_knownCases = std::move(known->all);
            Q_EMIT knownCasesChanged();
        });
}

std::string ClassifySession::device() const {
    return m_context.settings.text(SettingKey::Device).toStdString();
}

void ClassifySession::loadModel() {
    const QString file = m_context.modelFile();
    m_modelError = {};
    if (file.isEmpty()) {
        m_model.reset();
        m_modelState = ModelState::None;
        resetClasses();
        return Q_EMIT modelChanged();
    }
    m_modelState = ModelState::Loading;
    if (!m_model || m_model->file != std::filesystem::path(file.toStdString())) m_looksPerSecond = 0;
    m_asksFolds = answers() == Answers::AllFolds;
    Q_EMIT modelChanged();
    m_context.inferenceWorker.run<ModelInfo>(
        tr("Loading the model"),
        [holder = m_holder, choice = ModelChoice{file.toStdString(), device(), {}, quickNumbers()}, places = foldFolders(), all = m_asksFolds](ProgressSink&, const CancelToken&) mutable -> Result<ModelInfo> {
            const auto predictor = holder->get(choice);
            if (!predictor) return fail(predictor.error());
            const auto folds = inference::foldsOfTraining(choice.file, (*predictor)->card(), places);
            if (all) {
                choice.others = othersOf(folds, choice.file);
                if (const auto joined = holder->get(choice); !joined) return fail(joined.error());
            }
            ModelInfo info = holder->info();
            info.folds = folds;
            return info;
        },
        this,
        [this, file, asksFolds = m_asksFolds](Result<ModelInfo> loaded) {
            if (file != m_context.modelFile() || asksFolds != m_asksFolds) return;  // another was chosen meanwhile
            if (loaded) return setModel(std::move(*loaded));
            m_model.reset();
            m_modelError = loaded.error();
            m_modelState = ModelState::Failed;
            resetClasses();
            Q_EMIT modelChanged();
        },
        JobPolicy::MustFinish);
}

void ClassifySession::setModel(ModelInfo model) {
    m_model = std::move(model);
    m_modelState = ModelState::Ready;
    resetClasses();
    Q_EMIT modelChanged();
    startWaiting();
}

Answers ClassifySession::answers() const { return answersOf(m_context.settings); }

void ClassifySession::chooseAnswers(Answers answers) { setAnswers(m_context.settings, answers); }

const std::vector<inference::FoldModel>& ClassifySession::folds() const {
    static const std::vector<inference::FoldModel> kNone;
    return m_model ? m_model->folds : kNone;
}

void ClassifySession::onAnswersChanged() {
    // One network looks once or eight times: nothing has to be loaded.
    if (m_asksFolds != (answers() == Answers::AllFolds)) return loadModel();
    Q_EMIT modelChanged();
}

ModelChoice ClassifySession::modelChoice() const { return {m_model->file, device(), m_asksFolds ? othersOf(m_model->folds, m_model->file) : std::vector<std::filesystem::path>(), quickNumbers()}; }

bool ClassifySession::quickNumbers() const { return m_context.settings.flag(SettingKey::QuickNumbers); }

void ClassifySession::chooseQuickNumbers(bool quick) { m_context.settings.set(SettingKey::QuickNumbers, quick); }

std::vector<std::filesystem::path> ClassifySession::foldFolders() const {
    return {m_context.settings.modelsFolder().toStdString(), m_context.settings.runsFolder().toStdString()};
}

QString ClassifySession::modelName() const {
    const QString title = m_context.modelTitle();
    return !m_model || !title.isEmpty() ? title : QString::fromStdString(m_model->card.name);
}

void ClassifySession::resetClasses() {
    m_classes = m_model ? m_model->card.classNames() : std::vector<std::string>();
    for (const ShownCell& shown : m_cells.cells()) addClassesOf(shown.cell);
    Q_EMIT classesChanged();
}

void ClassifySession::addClassesOf(const casebook::CaseCell& cell) {
    const auto add = [this](const std::string& name) {
        if (name != casebook::kUnidentified && std::find(m_classes.begin(), m_classes.end(), name) == m_classes.end())
            m_classes.push_back(name);
    };
    for (const std::string& name : cell.classes) add(name);
    add(cell.assignedClass);
}

void ClassifySession::classify(const QStringList& paths) {
    if (paths.isEmpty()) return;
    if (!m_loading && (reading() || !mayDecide())) return refuse();
    m_waiting += paths;
    startWaiting();
    Q_EMIT waitingChanged();
}

void ClassifySession::startWaiting() {
    if (m_waiting.isEmpty() || m_loading || m_modelState != ModelState::Ready) return;
    if (!mayDecide()) {
        m_waiting.clear();
        refuse();
        return Q_EMIT waitingChanged();
    }
    startRun(std::exchange(m_waiting, {}));
    Q_EMIT waitingChanged();
}

QString ClassifySession::wordsOfStop(int added) { return tr("Stopped. Cells classified so far: %1. Drop the rest again to go on.").arg(added); }

QString ClassifySession::wordsOfColours(const std::optional<stain::Shift>& shift) {
    if (!shift) return {};  // the model's card says that it does not know
    switch (shift->verdict) {
        case stain::ShiftVerdict::Alike: break;
        case stain::ShiftVerdict::Shifted: return tr("The colours of these pictures differ from those that the model was trained on. Look at the answers before you trust them.");
        case stain::ShiftVerdict::Foreign: return tr("The colours of these pictures are foreign to the model: another stain, camera or cut. Its answers may be wrong.");
    }
    return {};
}

void ClassifySession::takeArrivals() {
    for (const auto& run : std::vector(m_runs)) takeArrivals(*run);
}

void ClassifySession::takeArrivals(Run& run) {
    if (run.abandoned) return;
    std::vector<casebook::CaseCell> cells;
    const std::size_t failedBefore = m_failed.size();
    std::vector<Arrival> arrivals = run.arrivals->takeAll();
    for (Arrival& arrival : arrivals) {
        if (!arrival.cell) {
            m_failed.push_back(std::move(arrival.failed));
        } else if (!isDuplicate(run, *arrival.cell)) {
            cells.push_back(std::move(*arrival.cell));
        }
    }
    run.added += static_cast<int>(cells.size());
    run.passedOver += static_cast<int>(m_failed.size() - failedBefore);
    m_pictures.take(run.number, static_cast<int>(arrivals.size()));
    if (!cells.empty()) addCells(run.target, std::move(cells));
    if (m_failed.size() != failedBefore) Q_EMIT failedFilesChanged();
}

bool ClassifySession::isDuplicate(Run& run, const casebook::CaseCell& cell) {
    const QString sha256 = QString::fromStdString(cell.sha256);
    if (!run.target->sha256s.contains(sha256)) {
        run.target->sha256s.insert(sha256);
        return false;
    }
    m_failed.push_back(
        {cell.path, Error{ErrorCode::AlreadyExists, "the same picture is in this case already", cell.path, {}}});
    return true;
}

void ClassifySession::addCells(const CaseRef& target, std::vector<casebook::CaseCell> cells) {
    std::vector<CellKey> keys;
    std::vector<ShownCell> shown;
    const std::size_t classesBefore = m_classes.size();
    for (const casebook::CaseCell& cell : cells) {
        keys.push_back(++m_lastKey);
        if (target != m_case) continue;  // of a case that was left: saved, not shown
        shown.push_back({m_lastKey, cell});
        addClassesOf(cell);
    }
    m_cells.append(std::move(shown));
    const std::string model = cells.front().modelSha256;  // a run is one model's
    m_writer->change(adding(target, std::move(keys), std::move(cells)));
    keepCard(model);
    if (m_classes.size() != classesBefore) Q_EMIT classesChanged();
}

void ClassifySession::dismissFailedFiles() {
    m_failed.clear();
    Q_EMIT failedFilesChanged();
}

void ClassifySession::onSaveFailed(const Error& error) {
    // What is shown must be what is saved: the rest of the run would fail alike, and earlier steps have lost their ground.
    abandonRuns();
    m_keptCards.clear();  // one of them may have waited behind what failed
    Q_EMIT errorRaised(tr("The last change could not be saved and was taken back. Shown is what the case file holds."),
                       error);
    reopen();
}

}  // namespace leukolens::ui
