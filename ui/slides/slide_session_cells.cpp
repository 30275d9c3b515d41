// SlideSession: single cells, marked, taken out, cut out and handed to Classify.
#include <QSet>
#include <QUndoCommand>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <unordered_set>

#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/casebook/kept_pictures.h"
#include "core/image/encode.h"
#include "core/slide/cut_out.h"
#include "ui/slides/slide_session.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

constexpr double kUsualCellUm = 16;       ///< of a white cell, where nothing was found yet
constexpr double kUnscaledCellPx = 64;
constexpr double kLookForScalePx = 2'000;
constexpr double kLookAroundUm = 60, kUnscaledLookAroundPx = 640;
constexpr const char* kCutting = QT_TRANSLATE_NOOP("Core", "Cutting out cells");

slide::Box around(const QPointF& place, double side) { return {place.x() - side / 2, place.y() - side / 2, side, side}; }

bool holds(const slide::Box& box, const QPointF& place) { return place.x() >= box.x && place.x() < box.x + box.width && place.y() >= box.y && place.y() < box.y + box.height; }

/// What the finder sees at that place, in px of level 0.
std::optional<slide::Box> cellAt(const slide::Slide& slide, std::optional<double> umPerPx, const QPointF& place) {
    const double side = umPerPx ? kLookAroundUm / *umPerPx : kUnscaledLookAroundPx;
    const slide::Cut cut = slide::cutAround(around(place, 1), side);
    const int level = slide::levelFor(slide.facts(), side / slide::kMostCutPx);
    const double downsample = slide.facts().levels[static_cast<std::size_t>(level)].downsample;
    const auto pixels = slide.read({level, std::llround(static_cast<double>(cut.x) / downsample), std::llround(static_cast<double>(cut.y) / downsample),
                                    std::max(1, static_cast<int>(std::lround(cut.side / downsample))), std::max(1, static_cast<int>(std::lround(cut.side / downsample)))});
    if (!pixels) return std::nullopt;
    const auto found = slide::findCells(*pixels, umPerPx ? std::optional(*umPerPx * downsample) : std::nullopt);
    for (const slide::FoundCell& cell : found.cells) {
        const slide::Box box = {static_cast<double>(cut.x) + cell.box.x * downsample, static_cast<double>(cut.y) + cell.box.y * downsample, cell.box.width * downsample, cell.box.height * downsample};
        if (holds(box, place)) return box;
    }
    return std::nullopt;
}

}  // namespace

struct SlideSession::Cutting {
    struct Wanted {
        MarkKey key = 0;
        casebook::SlideCell cell;
        std::optional<double> umPerPx;
    };

    fs::path caseFile;
    double sideUm = 0;
    slide::SlidePtr slide = {};  ///< of the cell before: cells come slide by slide
    std::string open = {};
    std::optional<double> scale = {};  ///< of that slide, µm per px

    /// Its own, or what red cells around one of its cells tell.
    std::optional<double> scaleOf(const slide::Slide& opened, const slide::Box& box) const {
        if (opened.facts().umPerPx) return opened.facts().umPerPx;
        const slide::Cut around = slide::cutAround(box, kLookForScalePx);
        const auto pixels = opened.read({0, around.x, around.y, std::min(around.side, slide::kMaxRegionSidePx), std::min(around.side, slide::kMaxRegionSidePx)});
        return pixels ? slide::estimateUmPerPx(*pixels) : std::nullopt;
    }

    /// The picture's path; nothing where it could not be cut, said in `done`. Fails where the next would fail alike.
    Result<std::optional<std::string>> cut(const Wanted& wanted, CutOut& done, ProgressSink& progress, const CancelToken& cancel) {
        std::error_code ignored;
        if (!wanted.cell.picture.empty() && fs::exists(wanted.cell.picture, ignored)) return wanted.cell.picture;
        const auto skip = [&](const Error& error) {
            done.failed.push_back(error);
            return std::optional<std::string>();
        };
        if (open != wanted.cell.slide) {
            auto opened = slide::open(wanted.cell.slide, {cacheFolder("pictures")}, progress, cancel);
            if (!opened && opened.error().code == ErrorCode::Cancelled) return fail(opened.error());
            open = wanted.cell.slide;
            scale.reset();
            slide = opened ? std::move(*opened) : nullptr;
            if (!opened) done.failed.push_back(opened.error());
        }
        if (!slide) return std::optional<std::string>();
        const slide::Box box = boxOf(wanted.cell);
        if (wanted.umPerPx) scale = wanted.umPerPx;
        if (!scale) scale = scaleOf(*slide, box);
        const slide::Cut cut = slide::cutAround(box, slide::pictureSide(box, scale, sideUm));
        const auto picture = slide::cutOut(*slide, cut);
        if (!picture) return skip(picture.error());
        const auto png = image::encodePng(*picture);
        if (!png) return fail(png.error());
        const std::string name = toUtf8(fs::path(wanted.cell.slide).stem()) + " x" + std::to_string(cut.x) + " y" + std::to_string(cut.y) + ".png";
        const auto path = casebook::KeptPictures::besides(caseFile).keep(*png, name);
        if (!path) return fail(path.error());
        return fs::absolute(*path).string();
    }

    Result<CutOut> run(const std::vector<Wanted>& wanted, ProgressSink& progress, const CancelToken& cancel) {
        CutOut done;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            progress.report({kCutting, static_cast<std::int64_t>(i), static_cast<std::int64_t>(wanted.size())});
            const auto path = cut(wanted[i], done, progress, cancel);
            if (!path) return fail(path.error());
            if (*path) done.pictures.emplace_back(wanted[i].key, **path);
        }
        return done;
    }
};

double SlideSession::pictureSideUm() const { return m_context.settings.number(SettingKey::CellPictureUm); }

namespace {

/// On the stack of Slides, done in the case: there it is a decision with a trail and an undo of its own.
class CountCells : public QUndoCommand {
public:
    CountCells(ClassifySession& session, std::vector<CellKey> keys, bool excluded, const QString& text) : QUndoCommand(text), m_session(session), m_keys(std::move(keys)), m_excluded(excluded) {}
    void undo() override { set(!m_excluded); }
    void redo() override { set(m_excluded); }

private:
    void set(bool excluded) {
        std::vector<CellKey> others;
        for (const CellKey key : m_keys)
            if (const auto* cell = m_session.cells().find(key); cell && cell->excluded != excluded) others.push_back(key);
        if (others.empty()) return;
        if (excluded) return m_session.exclude(others);
        m_session.toggleExcluded(others);
    }

    ClassifySession& m_session;
    std::vector<CellKey> m_keys;
    bool m_excluded;
};

}  // namespace

void SlideSession::addCellAt(const QPointF& place) {
    const ListedSlide* listed = shownSlide();
    if (!listed || !listed->slide) return;
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    const auto scale = umPerPx(m_shown);
    std::vector<double> sides;
    for (const Mark& mark : m_marks.marks())
        if (mark.cell.slide == listed->path.toStdString()) sides.push_back(std::max(mark.cell.width, mark.cell.height));
    std::sort(sides.begin(), sides.end());
    const double usual = !sides.empty() ? sides[sides.size() / 2] : scale ? kUsualCellUm / *scale : kUnscaledCellPx;
    const int shownCase = m_classify.shownCase();
    m_looks.run<slide::Box>(
        tr("Marking a cell"),
        [slide = listed->slide, scale, place, usual](ProgressSink&, const CancelToken&) -> Result<slide::Box> { return cellAt(*slide, scale, place).value_or(around(place, usual)); }, this,
        [this, path = listed->path.toStdString(), shownCase](Result<slide::Box> box) {
            if (shownCase != m_classify.shownCase()) return;
            if (!box) return Q_EMIT errorRaised(tr("The cell could not be marked."), box.error());
            m_marks.addByHand(path, *box);
        },
        JobPolicy::Disposable);
}

void SlideSession::removeMarks(const std::vector<MarkKey>& keys) {
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    std::vector<MarkKey> marks;
    std::vector<CellKey> cells;
    for (const MarkKey key : keys) {
        const Mark* mark = m_marks.find(key);
        if (!mark || mark->cell.removed()) continue;
        if (const CellKey cell = cellKeyOf(*mark); cell != 0) {
            cells.push_back(cell);
        } else {
            marks.push_back(key);
        }
    }
    QUndoStack& stack = m_marks.undoStack();
    const bool both = !marks.empty() && !cells.empty();
    if (both) stack.beginMacro(tr("take out marks"));
    m_marks.remove(marks);
    if (!cells.empty()) {
        const bool allExcluded = std::all_of(cells.begin(), cells.end(), [this](CellKey key) {
            const auto* cell = m_classify.cells().find(key);
            return cell && cell->excluded;
        });
        stack.push(new CountCells(m_classify, cells, !allExcluded, allExcluded ? tr("count cells again") : tr("leave cells out")));
    }
    if (both) stack.endMacro();
}

void SlideSession::undo() {
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    m_marks.undoStack().undo();
}

void SlideSession::redo() {
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    m_marks.undoStack().redo();
}

bool SlideSession::isSendable(const Mark& mark) const {
    if (mark.cell.removed()) return false;
    return mark.cell.picture.empty() || (cellKeyOf(mark) == 0 && !m_classify.awaits(QString::fromStdString(mark.cell.picture)));
}

int SlideSession::waitingForHandOver() const {
    std::unordered_set<std::string> listed;
    for (const ListedSlide& slide : m_slides) listed.insert(slide.path.toStdString());
    const auto& marks = m_marks.marks();
    return static_cast<int>(std::count_if(marks.begin(), marks.end(), [&](const Mark& mark) { return isSendable(mark) && listed.contains(mark.cell.slide); }));
}

void SlideSession::handOver() {
    if (m_handingOver) return;
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    // What waits for a model is classified into the case that is open then: cells of this one do not wait.
    if (m_classify.modelState() != ClassifySession::ModelState::Ready) return Q_EMIT noticeRaised(tr("There is no model that could classify them. Choose one in Classify, then send the cells."));
    std::vector<Cutting::Wanted> wanted;
    for (const Mark& mark : m_marks.marks())
        if (const int index = isSendable(mark) ? indexOf(mark.cell.slide) : -1; index >= 0) wanted.push_back({mark.key, mark.cell, umPerPx(index)});
    if (wanted.empty()) return Q_EMIT noticeRaised(tr("There is no cell to hand over. Find cells first, or mark one."));
    std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.cell.slide < b.cell.slide; });
    m_handingOver = true;
    m_context.intakeWorker.run<CutOut>(
        tr("Cutting out cells"),
        [wanted = std::move(wanted), cutting = Cutting{m_context.settings.localCaseFile().toStdString(), pictureSideUm()}](ProgressSink& progress, const CancelToken& cancel) mutable {
            return cutting.run(wanted, progress, cancel);
        },
        this,
        [this, shownCase = m_classify.shownCase()](Result<CutOut> done) {
            m_handingOver = false;
            takeCut(shownCase, std::move(done));
            Q_EMIT handOverChanged();
        });
    Q_EMIT handOverChanged();
}

void SlideSession::takeCut(int shownCase, Result<CutOut> done) {
    if (!done && done.error().code == ErrorCode::Cancelled) return Q_EMIT noticeRaised(tr("Stopped: no cell was handed over."));
    if (!done) return Q_EMIT errorRaised(tr("The cells could not be cut out."), done.error());
    if (shownCase != m_classify.shownCase()) return Q_EMIT noticeRaised(tr("Another case was opened meanwhile: the cells were not handed over."));
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(tr("The cells were not handed over.") + ' ' + why);
    for (const Error& error : done->failed) Q_EMIT errorRaised(tr("A cell could not be cut out."), error);
    // What was taken out meanwhile is not wanted any more.
    std::erase_if(done->pictures, [this](const auto& cut) {
        const Mark* mark = m_marks.find(cut.first);
        return !mark || mark->cell.removed();
    });
    QStringList paths;
    for (const auto& [key, picture] : done->pictures) paths << QString::fromStdString(picture);
    m_marks.setPictures(std::move(done->pictures));
    m_classify.classify(paths);
}

void SlideSession::indexCells() {
    m_cells.clear();
    for (const ShownCell& shown : m_classify.cells().cells()) m_cells.insert(QString::fromStdString(shown.cell.path), shown.key);
    Q_EMIT cellsChanged();
    Q_EMIT handOverChanged();
}

CellKey SlideSession::cellKeyOf(const Mark& mark) const { return mark.cell.picture.empty() ? 0 : m_cells.value(QString::fromStdString(mark.cell.picture), 0); }

const casebook::CaseCell* SlideSession::cellOf(const Mark& mark) const {
    const CellKey key = cellKeyOf(mark);
    return key == 0 ? nullptr : m_classify.cells().find(key);
}

std::vector<casebook::CaseCell> SlideSession::cellsOn(const std::string& slide) const {
    std::vector<casebook::CaseCell> cells;
    QSet<CellKey> counted;
    for (const Mark& mark : m_marks.marks()) {
        if (mark.cell.removed() || (!slide.empty() && mark.cell.slide != slide)) continue;
        const CellKey key = cellKeyOf(mark);
        const casebook::CaseCell* cell = key == 0 || counted.contains(key) ? nullptr : m_classify.cells().find(key);
        if (!cell) continue;
        counted.insert(key);
        cells.push_back(countedPart(*cell));
    }
    return cells;
}

}  // namespace leukolens::ui
