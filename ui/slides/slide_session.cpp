#include "ui/slides/slide_session.h"

#include <algorithm>
#include <filesystem>

#include "core/base/files.h"
#include "core/base/cache_folder.h"
#include "core/image/decode.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kFoundIntervalMs = 100;
constexpr int kKeptOpen = 4;     ///< a picture of a field takes some hundred MB
constexpr int kCellsDelayMs = 60;  ///< of a hundred verdicts one picture is made

struct FoundSlides {
    QStringList files;
    std::vector<Error> problems;
};

/// Slides and pictures directly in a folder, sorted; files as they are.
Result<FoundSlides> findSlides(const QStringList& paths, const CancelToken& cancel) {
    FoundSlides found;
    for (const QString& path : paths) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        const fs::path place = fs::absolute(path.toStdString());
        std::error_code ignored;
        if (!fs::is_directory(place, ignored)) {
            found.files << QString::fromStdString(place.lexically_normal().string());
            continue;
        }
        if (const auto readable = requireReadableFolder(place); !readable) {
            found.problems.push_back(readable.error());
            continue;
        }
        std::vector<std::string> names;
        for (auto entry = fs::directory_iterator(place, ignored); entry != fs::directory_iterator(); entry.increment(ignored))
            if (entry->is_regular_file(ignored) && (image::hasImageExtension(entry->path()) || slide::hasSlideExtension(entry->path()))) names.push_back(entry->path().lexically_normal().string());
        if (names.empty()) found.problems.push_back({ErrorCode::EmptyDataset, "holds no slides or pictures", place, "Choose a folder with slides (SVS, NDPI, MRXS, SCN, TIFF) or photographs of fields."});
        std::sort(names.begin(), names.end());
        for (const std::string& name : names) found.files << QString::fromStdString(name);
    }
    return found;
}

}  // namespace

SlideSession::SlideSession(AppContext& context, ClassifySession& classify, QObject* parent)
    : QObject(parent), m_context(context), m_classify(classify), m_marks(classify, this), m_looks("slide looks") {
    m_foundTimer.setInterval(kFoundIntervalMs);
    connect(&m_foundTimer, &QTimer::timeout, this, &SlideSession::takeFound);
    m_cellsTimer.setSingleShot(true);
    m_cellsTimer.setInterval(kCellsDelayMs);
    connect(&m_cellsTimer, &QTimer::timeout, this, &SlideSession::indexCells);
    // A picture that no longer waits has its card, or has none.
    for (auto signal : {&ClassifySession::runsChanged, &ClassifySession::waitingChanged}) connect(&m_classify, signal, this, [this] { m_cellsTimer.start(); });
    CellModel& cells = m_classify.cells();
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) connect(&cells, signal, this, [this] { m_cellsTimer.start(); });
    connect(&cells, &QAbstractItemModel::dataChanged, this, [this] { m_cellsTimer.start(); });
    connect(&cells, &QAbstractItemModel::modelReset, this, &SlideSession::indexCells);
    connect(&cells, &CellModel::concealmentChanged, this, &SlideSession::cellsChanged);
    connect(&m_marks, &SlideMarks::changed, this, [this] {
        followCase();
        Q_EMIT handOverChanged();
    });
    connect(&m_marks, &SlideMarks::errorRaised, this, &SlideSession::errorRaised);
    followCase();
}

/// The slides of a case that is opened are in the list again.
void SlideSession::followCase() {
    if (m_marks.loading() || m_shownCase == m_classify.shownCase()) return;
    m_shownCase = m_classify.shownCase();
    if (m_searchedCase != m_shownCase) stopFinding();
    const bool none = m_slides.empty();
    for (const std::string& path : m_marks.slides())
        if (indexOf(path) < 0) m_slides.push_back({QString::fromStdString(path), {}});
    Q_EMIT slidesChanged();
    if (none && !m_slides.empty()) show(0);
}

int SlideSession::place(const QString& path) const {
    const auto found = std::find_if(m_slides.begin(), m_slides.end(), [&](const ListedSlide& slide) { return slide.path == path; });
    return found == m_slides.end() ? -1 : static_cast<int>(found - m_slides.begin());
}

void SlideSession::open(const QStringList& paths) {
    if (paths.isEmpty()) return;
    ++m_opening;
    m_context.intakeWorker.run<FoundSlides>(
        tr("Finding slides"), [paths](ProgressSink&, const CancelToken& cancel) { return findSlides(paths, cancel); }, this,
        [this](Result<FoundSlides> found) {
            --m_opening;
            if (!found) {
                if (found.error().code != ErrorCode::Cancelled) Q_EMIT errorRaised(tr("The slides could not be opened."), found.error());
                return;
            }
            for (const Error& problem : found->problems) Q_EMIT errorRaised(tr("Nothing was opened there."), problem);
            for (const QString& file : found->files)
                if (place(file) < 0) m_slides.push_back({file, {}});
            Q_EMIT slidesChanged();
            if (!found->files.isEmpty()) show(place(found->files.front()));
        });
    Q_EMIT slidesChanged();
}

void SlideSession::show(int index) {
    if (index < 0 || index >= static_cast<int>(m_slides.size())) return;
    m_shown = index;
    const ListedSlide& listed = m_slides[static_cast<std::size_t>(index)];
    m_recent.removeAll(listed.path);
    m_recent.prepend(listed.path);
    closeOldSlides();
    if (!listed.slide && !listed.opening) openAt(index);
    Q_EMIT shownChanged();
}

void SlideSession::closeOldSlides() {
    while (m_recent.size() > kKeptOpen) m_recent.removeLast();
    for (ListedSlide& listed : m_slides)
        if (!m_recent.contains(listed.path)) listed.slide.reset();
}

void SlideSession::openAt(int index) {
    ListedSlide& listed = m_slides[static_cast<std::size_t>(index)];
    listed.error.reset();
    listed.opening = true;
    ++m_opening;
    m_context.intakeWorker.run<slide::SlidePtr>(
        tr("Opening the slide"),
        [file = fs::path(listed.path.toStdString())](ProgressSink& progress, const CancelToken& cancel) { return slide::open(file, {cacheFolder("pictures")}, progress, cancel); }, this,
        [this, path = listed.path](Result<slide::SlidePtr> opened) {
            --m_opening;
            const int place = this->place(path);
            if (place < 0) return;  // it was taken from the list meanwhile
            ListedSlide& entry = m_slides[static_cast<std::size_t>(place)];
            entry.opening = false;
            if (opened && m_recent.contains(path)) entry.slide = std::move(*opened);
            if (!opened && opened.error().code != ErrorCode::Cancelled) entry.error = opened.error();
            Q_EMIT slidesChanged();
            if (place == m_shown) Q_EMIT shownChanged();
        });
}

void SlideSession::close(int index) {
    if (index < 0 || index >= static_cast<int>(m_slides.size())) return;
    m_recent.removeAll(m_slides[static_cast<std::size_t>(index)].path);
    m_slides.erase(m_slides.begin() + index);
    if (m_shown > index || m_shown >= static_cast<int>(m_slides.size())) --m_shown;
    Q_EMIT slidesChanged();
    if (m_shown >= 0) return show(m_shown);
    Q_EMIT shownChanged();
}

std::optional<double> SlideSession::umPerPx(int index) const {
    const ListedSlide& listed = m_slides[static_cast<std::size_t>(index)];
    if (listed.umPerPx && !listed.estimated) return listed.umPerPx;
    if (listed.slide && listed.slide->facts().umPerPx) return listed.slide->facts().umPerPx;
    return listed.umPerPx;
}

void SlideSession::setUmPerPx(int index, std::optional<double> umPerPx) {
    ListedSlide& listed = m_slides[static_cast<std::size_t>(index)];
    listed.umPerPx = umPerPx;
    listed.estimated = false;
    Q_EMIT slidesChanged();
}

}  // namespace leukolens::ui
