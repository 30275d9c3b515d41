// ClassifyWorkspace: keys, decisions, order and filter, signing, and the ways of reviewing.
#include <QEvent>
#include <QShortcut>

#include <algorithm>
#include <set>

#include "core/report/case_report.h"
#include "ui/classify/cell_reasons.h"
#include "ui/classify/agreement_panel.h"
#include "ui/classify/case_bar.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/classify/edit_bar.h"
#include "ui/classify/filter_bar.h"
#include "ui/classify/history_words.h"
#include "ui/classify/inspector.h"
#include "ui/classify/keys_overlay.h"
#include "ui/classify/review_keys.h"
#include "ui/classify/similar_cells.h"
#include "ui/classify/state_strip.h"
#include "ui/classify/summary_strip.h"
#include "ui/classify/training_list_strip.h"
#include "ui/classify/zoom_overlay.h"
#include "ui/shell/dates.h"

namespace leukolens::ui {

void ClassifyWorkspace::createShortcuts() {
    for (const ReviewKey& key : reviewKeys()) {
        const auto add = [&](const QKeySequence& sequence) {
            auto* shortcut = new QShortcut(sequence, key.amongCards ? static_cast<QWidget*>(m_board) : this);
            shortcut->setContext(Qt::WidgetWithChildrenShortcut);
            connect(shortcut, &QShortcut::activated, this, [this, action = key.action, number = key.number] { act(action, number); });
            return shortcut;
        };
        for (const QKeySequence& sequence : key.fixed) add(sequence);
        if (key.editable) Shortcuts::bind(add({}), *key.editable);
    }
    m_escape = new QShortcut(Qt::Key_Escape, this);
    m_escape->setContext(Qt::WidgetWithChildrenShortcut);
    m_escape->setEnabled(false);
    connect(m_escape, &QShortcut::activated, this, &ClassifyWorkspace::closeOverlays);
}

void ClassifyWorkspace::act(ReviewAction action, int number) {
    ClassifySession& session = *m_session;
    switch (action) {
        case ReviewAction::ToClass:
        case ReviewAction::ToUnidentified: {
            std::string className;
            if (m_board->classOfKey(number, className))
                decideSelected([&](const std::vector<CellKey>& keys) { session.relabel(keys, className); });
            return;
        }
        case ReviewAction::ToggleExcluded: return decideSelected([&](const std::vector<CellKey>& keys) { session.toggleExcluded(keys); });
        case ReviewAction::Confirm: return decideSelected([&](const std::vector<CellKey>& keys) { session.confirm(keys); });
        case ReviewAction::NextUndecided: return goToNextUndecided();
        case ReviewAction::PreviousCell: return m_board->step(-1);
        case ReviewAction::NextCell: return m_board->step(1);
        case ReviewAction::ToggleMark: return session.toggleMarked(m_board->selectedKeys());
        case ReviewAction::Zoom: return toggleZoom();
        case ReviewAction::Undo: return session.undo();
        case ReviewAction::Redo: return session.redo();
        case ReviewAction::SelectNone: return m_board->selectNone();
        case ReviewAction::InvertSelection: return m_board->invertSelection();
        case ReviewAction::Remove: return removeSelected();
        case ReviewAction::AddImages: return addImages();
        case ReviewAction::AddFolder: return addFolder();
        case ReviewAction::Paste: return paste();
        case ReviewAction::Report:
            if (session.cells().rowCount() > 0) showReport();
            return;
        case ReviewAction::ShowKeys: return toggleKeys();
    }
}

void ClassifyWorkspace::decideSelected(const std::function<void(const std::vector<CellKey>&)>& decide) {
    const std::vector<CellKey> keys = m_board->selectedKeys();
    if (keys.empty()) return;
    const bool may = m_session->mayDecide();
    const auto undecided = [&] {
        const auto* cell = m_session->cells().find(keys.front());
        return cell && m_session->cells().binOf(*cell) == BinId::undecided();
    };
    m_board->rememberPlace();
    decide(keys);
    if (may && !undecided()) m_board->selectRemembered(true);
}

void ClassifyWorkspace::removeSelected() {
    const bool may = m_session->mayDecide() && !m_session->reading();
    m_board->rememberPlace();
    m_session->remove(m_board->selectedKeys());
    if (may) m_board->selectRemembered(false);
}

void ClassifyWorkspace::goToNextUndecided() {
    if (m_board->selectNextUndecided()) return;
    showNotice(m_filterBar->filter().isEmpty() ? tr("Every cell is reviewed.") : tr("Every cell that is shown is reviewed."));
}

void ClassifyWorkspace::connectReview() {
    ClassifySession& session = *m_session;
    connect(m_board, &BinBoard::cellsDropped, this, [this](std::vector<CellKey> keys, const BinId& bin) {
        std::erase_if(keys, [&](CellKey key) {  // let go where they stand: nothing was decided
            const casebook::CaseCell* cell = m_session->cells().find(key);
            return !cell || m_session->cells().binOf(*cell) == bin;
        });
        const bool may = m_session->mayDecide();
        m_board->rememberPlace();
        if (bin.kind == BinId::Kind::Excluded)
            m_session->exclude(keys);
        else
            m_session->relabel(keys, bin.className);
        if (may) m_board->selectRemembered(false);
    });
    connect(m_editBar, &EditBar::undoRequested, &session, &ClassifySession::undo);
    connect(m_editBar, &EditBar::redoRequested, &session, &ClassifySession::redo);
    connect(m_editBar, &EditBar::keysRequested, this, &ClassifyWorkspace::toggleKeys);
    connect(m_editBar, &EditBar::blindedChosen, &session, &ClassifySession::setBlinded);
    connect(m_editBar, &EditBar::secondReaderRequested, this, [this] { m_stateStrip->askForReader(context().person() ? context().person()->name : context().settings.text(SettingKey::UserName)); });
    connect(&context(), &AppContext::personChanged, this, &ClassifyWorkspace::updateReview);
    connect(m_editBar, &EditBar::agreementRequested, this, &ClassifyWorkspace::showAgreement);
    connect(m_editBar, &EditBar::trainingListRequested, this, &ClassifyWorkspace::writeTrainingList);
    connect(m_filterBar, &FilterBar::filterChanged, this, &ClassifyWorkspace::applyFilter);
    connect(m_filterBar, &FilterBar::orderChosen, this, &ClassifyWorkspace::applyOrder);
    connect(m_filterBar, &FilterBar::cardSizeChosen, this, [this](int sidePx) { context().settings.set(SettingKey::CardSizePx, sidePx); });
    connect(m_summary, &SummaryStrip::signRequested, &session, &ClassifySession::sign);
    connect(m_summary, &SummaryStrip::reopenRequested, &session, &ClassifySession::reopenSigned);
    connect(m_inspector, &Inspector::reasonGiven, this, [this](const QString& reason) { m_session->giveReason(m_board->currentKey(), reason); });
    connect(&m_inspector->similar(), &SimilarCells::enlargeRequested, this, [this](const QImage& picture, const QString& path, const QString& words) {
        m_zoom->open();
        showSelection();  // what it stands beside
        m_zoom->showTrainingCell(picture, path, words);
    });
    connect(m_trainingList, &TrainingListStrip::openRequested, &context(), &AppContext::openDatasetRequested);
    for (auto signal : {&ClassifySession::caseChanged, &ClassifySession::runsChanged}) connect(&session, signal, this, &ClassifyWorkspace::updateReview);
    connect(&session.cells(), &CellModel::concealmentChanged, this, &ClassifyWorkspace::showSelection);
    connect(&session.cells(), &QAbstractItemModel::modelReset, this, [this] {
        m_filterBar->setOrder(CellOrder::Arrival);
        updateReview();
    });
    connect(&m_summaryTimer, &QTimer::timeout, this, &ClassifyWorkspace::updateReview);
    for (QWidget* overlay : {static_cast<QWidget*>(m_zoom), static_cast<QWidget*>(m_keys)}) overlay->installEventFilter(this);
}

bool ClassifyWorkspace::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide) m_escape->setEnabled(!m_zoom->isHidden() || !m_keys->isHidden());
    return Workspace::eventFilter(watched, event);
}

void ClassifyWorkspace::applyOrder() {
    const CellOrder order = m_filterBar->order();
    CellModel& cells = m_session->cells();
    if (order == CellOrder::Arrival) {
        cells.setOrder({});
    } else if (const auto keys = keysInOrder(cells.cells(), order, m_board->currentKey())) {
        cells.setOrder(*keys);
    } else {
        showNotice(m_board->currentKey() == 0 ? tr("Select the cell that the others are to be compared with.")
                                              : tr("This cell cannot be compared: the model kept no vector of it."));
        m_filterBar->setOrder(CellOrder::Arrival);
        cells.setOrder({});
    }
    updateReview();
}

void ClassifyWorkspace::applyFilter() {
    m_board->setFilter(m_filterBar->filter());
    m_filterBar->showShown(m_board->shownCells(), m_session->cells().rowCount());
}

void ClassifyWorkspace::toggleZoom() {
    if (!m_zoom->isHidden()) return m_zoom->hide();
    if (m_work->isHidden()) return;
    m_zoom->open();
    showSelection();
}

void ClassifyWorkspace::toggleKeys() {
    if (m_keys->isHidden())
        m_keys->open();
    else
        m_keys->hide();
}

void ClassifyWorkspace::closeOverlays() {
    if (!m_keys->isHidden()) return m_keys->hide();
    m_zoom->hide();
}

void ClassifyWorkspace::showSelection() {
    m_editBar->setSelectedCount(static_cast<int>(m_board->selectedKeys().size()));
    const casebook::CaseCell* cell = m_session->cells().find(m_board->currentKey());
    if (!cell) {
        m_zoom->showNothing();
        m_reasons->setCell(nullptr);
        return m_inspector->showNothing();
    }
    const bool concealed = m_session->cells().conceals(*cell);
    m_inspector->showCell(*cell, m_board->currentPlace(), concealed);
    m_inspector->setPlaceOnSlide(m_slidePlaceOf ? m_slidePlaceOf(cell->path) : QString());
    m_reasons->setCell(concealed ? nullptr : cell);
    if (!m_zoom->isHidden()) m_zoom->showCell(*cell, m_board->currentPlace(), verdictWords(*cell, concealed));
    m_historyTimer.start();
}

void ClassifyWorkspace::selectCell(CellKey key) {
    if (key != 0 && key != m_board->currentKey()) m_board->selectKey(key);
}

void ClassifyWorkspace::showSummary() {
    const CellModel& model = m_session->cells();
    const bool concealed = model.concealment() != Concealment::None;
    std::vector<casebook::CaseCell> cells;
    for (const ShownCell& shown : model.cells()) {
        if (concealed && !shown.cell.reviewed) continue;  // its class is the model's answer
        cells.push_back(countedPart(shown.cell));
    }
    report::CaseReport report = report::makeCaseReport(m_session->summary(), std::move(cells));
    if (concealed) report.notReviewed = static_cast<int>(std::count_if(model.cells().begin(), model.cells().end(), [](const ShownCell& shown) { return !shown.cell.reviewed; }));
    m_summary->setReport(report, concealed);
}

void ClassifyWorkspace::updateReview() {
    ClassifySession& session = *m_session;
    const bool may = session.mayDecide(), concealed = session.cells().concealment() != Concealment::None;
    const casebook::CaseSummary& summary = session.summary();
    const std::optional<Person>& person = context().person();
    const bool isSigned = summary.state == casebook::CaseState::Signed, awaitsSecond = summary.state == casebook::CaseState::AwaitingSecond, maySign = !person || person->maySign;
    const bool hasSigned = awaitsSecond && person && person->name.toStdString() == summary.signedBy;
    m_summary->setSigning({!concealed, isSigned, awaitsSecond, session.asksPassphrase(), session.access() == ClassifySession::Access::Signed && !session.loading() && maySign,
                           QString::fromStdString(summary.signedBy), isoTimeText(summary.signedAt), session.whyNotSigned(), !maySign || hasSigned});
    m_editBar->setMayChange(may);
    m_editBar->setReview(session.blinded(), session.reading());
    m_inspector->setMayChange(may && !session.reading());
    m_filterBar->setConcealed(concealed);
    std::set<std::string> flags;
    for (const ShownCell& shown : session.cells().cells()) flags.insert(shown.cell.flags.begin(), shown.cell.flags.end());
    m_filterBar->setChoices(session.classes(), {flags.begin(), flags.end()});
    m_filterBar->setUnsorted(session.cells().unranked());
    m_filterBar->showShown(m_board->shownCells(), session.cells().rowCount());
}

void ClassifyWorkspace::showAgreement() {
    m_session->readStore<std::vector<ReaderAgreement>>(tr("Comparing readers"), readAgreements, this, [this](Result<std::vector<ReaderAgreement>> read) {
        if (!read) return showError(tr("The readers could not be compared."), read.error());
        m_agreement->setAgreements(std::move(*read));
    });
}

void ClassifyWorkspace::writeTrainingList() {
    const std::filesystem::path caseFile = context().settings.localCaseFile().toStdString();
    m_session->readStore<casebook::TrainingList>(
        tr("Writing the list of reviewed cells"),
        [folder = caseFile.parent_path() / "training-lists"](casebook::CaseStore& store, casebook::CaseId id) -> Result<casebook::TrainingList> {
            const auto summary = store.findCase(id);
            if (!summary) return fail(summary.error());
            const auto cells = store.cells(id);
            if (!cells) return fail(cells.error());
            return casebook::writeTrainingList(*summary, *cells, folder);
        },
        this,
        [this](Result<casebook::TrainingList> written) {
            if (!written) return showError(tr("The list of reviewed cells could not be written."), written.error());
            m_trainingList->showWritten(*written);
        });
}

void ClassifyWorkspace::applyCardSettings() {
    const int sidePx = context().settings.number(SettingKey::CardSizePx);
    const auto& table = AppSettings::table();
    const auto spec = std::find_if(table.begin(), table.end(), [](const SettingSpec& one) { return one.key == SettingKey::CardSizePx; });
    m_filterBar->setCardSizePx(sidePx, spec->low, spec->high);
    m_board->setCards(sidePx, context().settings.flag(SettingKey::ShowProbability));
}

}  // namespace leukolens::ui
