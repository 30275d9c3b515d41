#include "ui/slides/slide_marks.h"

#include <QUndoCommand>

#include <algorithm>
#include <iterator>

namespace leukolens::ui {
namespace {

constexpr double kSameCell = 0.3;  ///< overlap from which two boxes are of one cell
constexpr int kSearchCommand = 1;

/// What was handed over has its card, and is taken back there.
std::vector<MarkKey> withoutPicture(const SlideMarks& marks, const std::vector<MarkKey>& keys) {
    std::vector<MarkKey> without;
    std::copy_if(keys.begin(), keys.end(), std::back_inserter(without), [&](MarkKey key) {
        const Mark* mark = marks.find(key);
        return mark && mark->cell.picture.empty();
    });
    return without;
}

/// The marks were added already when it is pushed.
class AddMarks : public QUndoCommand {
public:
    AddMarks(SlideMarks& marks, std::vector<MarkKey> keys, int run, const QString& text) : QUndoCommand(text), m_marks(marks), m_keys(std::move(keys)), m_run(run) {}

    int id() const override { return m_run > 0 ? kSearchCommand : -1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& added = static_cast<const AddMarks&>(*other);
        if (added.m_run != m_run) return false;
        m_keys.insert(m_keys.end(), added.m_keys.begin(), added.m_keys.end());
        return true;
    }
    void undo() override { m_marks.setRemoval(withoutPicture(m_marks, m_keys), casebook::Removal::Undone); }
    void redo() override {
        if (m_added) m_marks.setRemoval(m_keys, casebook::Removal::None);
        m_added = true;
    }

private:
    SlideMarks& m_marks;
    std::vector<MarkKey> m_keys;
    int m_run;
    bool m_added = false;
};

class RemoveMarks : public QUndoCommand {
public:
    RemoveMarks(SlideMarks& marks, std::vector<MarkKey> keys, const QString& text) : QUndoCommand(text), m_marks(marks), m_keys(std::move(keys)) {}
    void undo() override { m_marks.setRemoval(m_keys, casebook::Removal::None); }
    void redo() override { m_marks.setRemoval(withoutPicture(m_marks, m_keys), casebook::Removal::TakenOut); }

private:
    SlideMarks& m_marks;
    std::vector<MarkKey> m_keys;
};

}  // namespace

SlideMarks::SlideMarks(ClassifySession& session, QObject* parent) : QObject(parent), m_session(session), m_ids(std::make_shared<Ids>()) {
    connect(&m_session, &ClassifySession::caseChanged, this, &SlideMarks::followCase);
    followCase();
}

void SlideMarks::followCase() {
    if (m_session.loading() || m_session.shownCase() == m_shownCase) return;
    m_shownCase = m_session.shownCase();
    m_marks.clear();
    m_places.clear();
    m_pictures.clear();
    m_ids = std::make_shared<Ids>();
    m_undo.clear();
    read();
    Q_EMIT changed();
}

void SlideMarks::read() {
    m_loading = true;
    m_session.readStore<std::vector<casebook::SlideCell>>(
        tr("Reading the cells on slides"),
        [](casebook::CaseStore& store, casebook::CaseId id) -> Result<std::vector<casebook::SlideCell>> {
            if (id == 0) return std::vector<casebook::SlideCell>();  // a case that is not in the file yet
            return store.slideCells(id);
        },
        this,
        [this, shownCase = m_shownCase, ids = m_ids](Result<std::vector<casebook::SlideCell>> cells) {
            if (shownCase != m_shownCase) return;
            m_loading = false;
            if (!cells) {
                // Where a server wants a password the window asks for it.
                if (cells.error().code != ErrorCode::Cancelled && !m_session.writer().refused()) Q_EMIT errorRaised(tr("The cells on slides could not be read."), cells.error());
                return;
            }
            // Nothing was changed while they were read: the worker has no part in the ids yet.
            std::vector<casebook::SlideCell> read = std::move(*cells);
            for (casebook::SlideCell& cell : read) {
                (*ids)[m_lastKey + 1] = cell.id;
                append({std::move(cell)});
            }
            Q_EMIT changed();
        });
}

const Mark* SlideMarks::find(MarkKey key) const {
    const auto place = m_places.find(key);
    return place == m_places.end() ? nullptr : &m_marks[place->second];
}

Mark* SlideMarks::findMutable(MarkKey key) { return const_cast<Mark*>(find(key)); }

const Mark* SlideMarks::ofPicture(const std::string& picture) const {
    const auto key = m_pictures.find(picture);
    return key == m_pictures.end() ? nullptr : find(key->second);
}

std::vector<std::string> SlideMarks::slides() const {
    std::vector<std::string> slides;
    for (const Mark& mark : m_marks)
        if (std::find(slides.begin(), slides.end(), mark.cell.slide) == slides.end()) slides.push_back(mark.cell.slide);
    return slides;
}

QString SlideMarks::whyNotChanged() const {
    if (m_loading) return tr("The cells on slides are being read. Try again in a moment.");
    return m_session.whyNotChanged();
}

std::vector<MarkKey> SlideMarks::append(std::vector<casebook::SlideCell> cells) {
    std::vector<MarkKey> keys;
    for (casebook::SlideCell& cell : cells) {
        keys.push_back(++m_lastKey);
        m_places[m_lastKey] = m_marks.size();
        if (!cell.picture.empty()) m_pictures[cell.picture] = m_lastKey;
        m_marks.push_back({m_lastKey, std::move(cell)});
    }
    return keys;
}

int SlideMarks::addFound(const std::string& slide, std::span<const slide::FoundCell> cells, int run) {
    if (!whyNotChanged().isEmpty()) return 0;
    std::vector<casebook::SlideCell> fresh;
    std::vector<MarkKey> restored;
    std::vector<const Mark*> here;
    for (const Mark& mark : m_marks)
        if (mark.cell.slide == slide) here.push_back(&mark);
    for (const slide::FoundCell& found : cells) {
        const auto isThere = [&](const casebook::SlideCell& cell) { return slide::overlapOf(boxOf(cell), found.box) >= kSameCell; };
        const auto known = std::find_if(here.begin(), here.end(), [&](const Mark* mark) { return isThere(mark->cell); });
        if (known != here.end()) {
            if ((*known)->cell.removal == casebook::Removal::Undone && std::find(restored.begin(), restored.end(), (*known)->key) == restored.end()) restored.push_back((*known)->key);
            continue;
        }
        if (std::none_of(fresh.begin(), fresh.end(), isThere)) fresh.push_back({0, slide, found.box.x, found.box.y, found.box.width, found.box.height, found.score, {}, {}});
    }
    if (fresh.empty() && restored.empty()) return 0;
    if (!restored.empty()) setRemoval(restored, casebook::Removal::None);
    auto keys = append(fresh);
    if (!fresh.empty()) {
        m_session.changeStore([ids = m_ids, keys, cells = std::move(fresh)](casebook::CaseStore& store, casebook::CaseId id) mutable -> Result<void> {
            if (auto added = store.addSlideCells(id, cells); !added) return added;
            for (std::size_t i = 0; i < keys.size(); ++i) (*ids)[keys[i]] = cells[i].id;
            return {};
        });
    }
    keys.insert(keys.end(), restored.begin(), restored.end());
    m_undo.push(new AddMarks(*this, keys, run, tr("find cells")));
    Q_EMIT changed();
    return static_cast<int>(keys.size());
}

MarkKey SlideMarks::addByHand(const std::string& slide, const slide::Box& box) {
    if (!whyNotChanged().isEmpty()) return 0;
    // A second click on the same cell is no second cell.
    for (const Mark& mark : m_marks)
        if (!mark.cell.removed() && mark.cell.slide == slide && slide::overlapOf(boxOf(mark.cell), box) >= kSameCell) return mark.key;
    std::vector<casebook::SlideCell> cells = {{0, slide, box.x, box.y, box.width, box.height, std::nullopt, {}, {}}};
    const auto keys = append(cells);
    m_session.changeStore([ids = m_ids, key = keys.front(), cells = std::move(cells)](casebook::CaseStore& store, casebook::CaseId id) mutable -> Result<void> {
        if (auto added = store.addSlideCells(id, cells); !added) return added;
        (*ids)[key] = cells.front().id;
        return {};
    });
    m_undo.push(new AddMarks(*this, keys, 0, tr("mark a cell")));
    Q_EMIT changed();
    return keys.front();
}

void SlideMarks::remove(const std::vector<MarkKey>& keys) {
    if (!whyNotChanged().isEmpty()) return;
    std::vector<MarkKey> there;
    for (const MarkKey key : keys)
        if (const Mark* mark = find(key); mark && !mark->cell.removed()) there.push_back(key);
    if (!there.empty()) m_undo.push(new RemoveMarks(*this, std::move(there), tr("take out a mark")));
}

void SlideMarks::setRemoval(const std::vector<MarkKey>& keys, casebook::Removal removal) {
    if (keys.empty()) return;
    for (const MarkKey key : keys)
        if (Mark* mark = findMutable(key)) mark->cell.removal = removal;
    m_session.changeStore([ids = m_ids, keys, removal](casebook::CaseStore& store, casebook::CaseId id) {
        std::vector<casebook::SlideCellId> rows;
        for (const MarkKey key : keys)
            if (const auto row = ids->find(key); row != ids->end()) rows.push_back(row->second);
        return store.removeSlideCells(id, rows, removal);
    });
    Q_EMIT changed();
}

void SlideMarks::setPictures(std::vector<std::pair<MarkKey, std::string>> pictures) {
    for (const auto& [key, picture] : pictures) {
        if (Mark* mark = findMutable(key)) mark->cell.picture = picture;
        m_pictures[picture] = key;
    }
    m_session.changeStore([ids = m_ids, pictures = std::move(pictures)](casebook::CaseStore& store, casebook::CaseId id) {
        std::vector<std::pair<casebook::SlideCellId, std::string>> rows;
        for (const auto& [key, picture] : pictures)
            if (const auto row = ids->find(key); row != ids->end()) rows.emplace_back(row->second, picture);
        return store.setSlidePictures(id, rows);
    });
    Q_EMIT changed();
}

}  // namespace leukolens::ui
