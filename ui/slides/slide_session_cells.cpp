// SlideSession: single cells, marked, taken out, cut out and handed to Classify.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/files.h"
#include "core/casebook/kept_pictures.h"
#include "core/image/encode.h"
#include "core/slide/cut_out.h"
#include "ui/slides/slide_session.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

constexpr double kUsualCellUm = 16;       ///< of a white cell, where nothing was found yet
constexpr double kUnscaledPictureSide = 2.2;  ///< of the box, where no scale is known
constexpr double kUnscaledCellPx = 64;
constexpr double kLookAroundUm = 60, kUnscaledLookAroundPx = 640;
constexpr const char* kCutting = QT_TRANSLATE_NOOP("Core", "Cutting out cells");

slide::Box around(const QPointF& place, double side) { return {place.x() - side / 2, place.y() - side / 2, side, side}; }

bool holds(const slide::Box& box, const QPointF& place) { return place.x() >= box.x && place.x() < box.x + box.width && place.y() >= box.y && place.y() < box.y + box.height; }

slide::Box boxOf(const casebook::SlideCell& cell) { return {cell.x, cell.y, cell.width, cell.height}; }

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
        fs::path file;
        slide::SlidePtr slide;
        slide::Cut cut;
    };
    struct Done {
        std::vector<std::pair<MarkKey, std::string>> pictures;
        std::vector<Error> failed;
    };

    static Result<Done> run(const std::vector<Wanted>& wanted, const fs::path& caseFile, ProgressSink& progress, const CancelToken& cancel) {
        const auto kept = casebook::KeptPictures::besides(caseFile);
        Done done;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            progress.report({kCutting, static_cast<std::int64_t>(i), static_cast<std::int64_t>(wanted.size())});
            const Wanted& each = wanted[i];
            const auto picture = slide::cutOut(*each.slide, each.cut);
            if (!picture) {
                done.failed.push_back(picture.error());
                continue;
            }
            const auto png = image::encodePng(*picture);
            if (!png) return fail(png.error());
            const std::string name = toUtf8(each.file.stem()) + " x" + std::to_string(each.cut.x) + " y" + std::to_string(each.cut.y) + ".png";
            const auto path = kept.keep(*png, name);
            if (!path) return fail(path.error());  // the disk is at fault: the next would fail alike
            done.pictures.emplace_back(each.key, fs::absolute(*path).string());
        }
        return done;
    }
};

double SlideSession::pictureSidePx(int index, const slide::Box& box) const {
    const auto scale = umPerPx(index);
    if (scale) return m_context.settings.number(SettingKey::CellPictureUm) / *scale;
    return kUnscaledPictureSide * std::max(box.width, box.height);
}

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
    m_context.fileWorker.run<slide::Box>(
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
        if (!mark || mark->cell.removed) continue;
        if (const CellKey cell = cellKeyOf(*mark); cell != 0) {
            cells.push_back(cell);
        } else {
            marks.push_back(key);
        }
    }
    m_marks.remove(marks);
    if (!cells.empty()) m_classify.toggleExcluded(cells);
}

void SlideSession::undo() {
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    m_marks.undoStack().undo();
}

void SlideSession::redo() {
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    m_marks.undoStack().redo();
}

int SlideSession::waitingForHandOver() const {
    const auto& marks = m_marks.marks();
    return static_cast<int>(std::count_if(marks.begin(), marks.end(), [&](const Mark& mark) {
        const int listed = indexOf(mark.cell.slide);
        return !mark.cell.removed && mark.cell.picture.empty() && listed >= 0 && m_slides[static_cast<std::size_t>(listed)].slide;
    }));
}

void SlideSession::handOver() {
    if (m_handingOver) return;
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    std::vector<Cutting::Wanted> wanted;
    for (const Mark& mark : m_marks.marks()) {
        const int index = indexOf(mark.cell.slide);
        if (mark.cell.removed || !mark.cell.picture.empty() || index < 0 || !m_slides[static_cast<std::size_t>(index)].slide) continue;
        const slide::Box box = boxOf(mark.cell);
        wanted.push_back({mark.key, fs::path(mark.cell.slide), m_slides[static_cast<std::size_t>(index)].slide, slide::cutAround(box, pictureSidePx(index, box))});
    }
    if (wanted.empty()) return Q_EMIT noticeRaised(tr("There is no cell to hand over. Find cells first, or mark one."));
    m_handingOver = true;
    m_context.intakeWorker.run<Cutting::Done>(
        tr("Cutting out cells"),
        [wanted = std::move(wanted), file = fs::path(m_context.settings.caseFile().toStdString())](ProgressSink& progress, const CancelToken& cancel) { return Cutting::run(wanted, file, progress, cancel); }, this,
        [this, shownCase = m_classify.shownCase()](Result<Cutting::Done> done) {
            m_handingOver = false;
            Q_EMIT handOverChanged();
            if (!done) {
                if (done.error().code != ErrorCode::Cancelled) Q_EMIT errorRaised(tr("The cells could not be cut out."), done.error());
                return;
            }
            if (shownCase != m_classify.shownCase()) return Q_EMIT noticeRaised(tr("Another case was opened meanwhile: the cells were not handed over."));
            for (const Error& error : done->failed) Q_EMIT errorRaised(tr("A cell could not be cut out."), error);
            QStringList paths;
            for (const auto& [key, picture] : done->pictures) paths << QString::fromStdString(picture);
            m_marks.setPictures(std::move(done->pictures));
            m_classify.classify(paths);
            if (m_classify.modelState() == ClassifySession::ModelState::None) Q_EMIT noticeRaised(tr("The cells wait in Classify: choose a model there."));
        });
    Q_EMIT handOverChanged();
}

void SlideSession::indexCells() {
    m_cells.clear();
    for (const ShownCell& shown : m_classify.cells().cells()) m_cells.insert(QString::fromStdString(shown.cell.path), shown.key);
    Q_EMIT cellsChanged();
}

CellKey SlideSession::cellKeyOf(const Mark& mark) const { return mark.cell.picture.empty() ? 0 : m_cells.value(QString::fromStdString(mark.cell.picture), 0); }

const casebook::CaseCell* SlideSession::cellOf(const Mark& mark) const {
    const CellKey key = cellKeyOf(mark);
    return key == 0 ? nullptr : m_classify.cells().find(key);
}

std::vector<casebook::CaseCell> SlideSession::cellsOn(const std::string& slide) const {
    std::vector<casebook::CaseCell> cells;
    for (const Mark& mark : m_marks.marks()) {
        const casebook::CaseCell* cell = slide.empty() || mark.cell.slide == slide ? cellOf(mark) : nullptr;
        if (cell && !mark.cell.removed) cells.push_back(*cell);
    }
    return cells;
}

}  // namespace leukolens::ui
