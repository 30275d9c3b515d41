// SlideSession: searching for cells.
#include <mutex>

#include "core/base/cache_folder.h"
#include "core/base/cores.h"
#include "core/fields/white_cell_finder.h"
#include "ui/slides/slide_session.h"

namespace leukolens::ui {

struct SlideSession::Found {
    std::mutex mutex;
    std::vector<std::pair<std::string, slide::FoundCell>> cells;

    void push(const std::string& slide, std::span<const slide::FoundCell> found) {
        const std::lock_guard lock(mutex);
        for (const slide::FoundCell& cell : found) cells.emplace_back(slide, cell);
    }
    std::vector<std::pair<std::string, slide::FoundCell>> takeAll() {
        const std::lock_guard lock(mutex);
        return std::exchange(cells, {});
    }
};

namespace {

/// A slide on its way to being searched.
struct Target {
    std::string path;
    slide::SlidePtr slide;
    slide::ScanPlan plan;
};

}  // namespace

void SlideSession::findCells(const SearchWish& wish) {
    if (m_finding || m_slides.empty()) return;
    if (const QString why = m_marks.whyNotChanged(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    std::vector<Target> targets;
    for (int i = 0; i < static_cast<int>(m_slides.size()); ++i) {
        if (!wish.everySlide && i != m_shown) continue;
        const ListedSlide& listed = m_slides[static_cast<std::size_t>(i)];
        slide::ScanPlan plan;
        if (listed.umPerPx && !listed.estimated) plan.umPerPx = listed.umPerPx;
        if (!wish.everySlide) plan.within = wish.within;
        if (wish.enough > 0) plan.enough = wish.enough;
        plan.monolayerOnly = wish.monolayerOnly;
        plan.threads = usableCores();
        targets.push_back({listed.path.toStdString(), listed.slide, plan});
    }
    m_finding = true;
    m_searchedCase = m_classify.shownCase();
    m_added = 0;
    ++m_run;
    m_found = std::make_shared<Found>();
    m_foundTimer.start();
    m_search = m_context.slideWorker.run<Searched>(
        tr("Finding cells"),
        [targets = std::move(targets), found = m_found, model = wish.finder.toStdString(), device = m_context.settings.text(SettingKey::Device).toStdString()](ProgressSink& progress, const CancelToken& cancel) mutable -> Result<Searched> {
            Searched searched;
            std::shared_ptr<const slide::PictureFinder> finder;
            if (!model.empty()) {
                auto opened = fields::openWhiteCellFinder(model, device, "auto");
                if (!opened) return fail(opened.error());
                finder = std::move(*opened);
            }
            for (Target& target : targets) {
                target.plan.finder = finder;
                if (!target.slide) {
                    auto opened = slide::open(target.path, {cacheFolder("pictures")}, progress, cancel);
                    if (!opened && opened.error().code == ErrorCode::Cancelled) {
                        searched.stopped = true;
                        return searched;
                    }
                    if (!opened) {
                        searched.failed.push_back(opened.error());
                        continue;
                    }
                    target.slide = std::move(*opened);
                }
                auto outcome = slide::scan(*target.slide, target.plan, [&](std::span<const slide::FoundCell> cells) { found->push(target.path, cells); }, progress, cancel);
                if (!outcome && outcome.error().code == ErrorCode::Cancelled) {
                    searched.stopped = true;
                    return searched;
                }
                if (!outcome) {
                    searched.failed.push_back(outcome.error());
                    continue;
                }
                searched.slides.push_back(target.path);
                target.slide.reset();
                searched.outcomes.push_back(std::move(*outcome));
            }
            return searched;
        },
        this, [this](const Result<Searched>& searched) { endSearch(searched); });
    Q_EMIT findingChanged();
}

void SlideSession::stopFinding() {
    if (m_finding) m_context.slideWorker.stop(m_search);
}

void SlideSession::takeFound() {
    std::vector<slide::FoundCell> batch;
    std::string slide;
    const auto add = [&] {
        if (!batch.empty()) m_added += m_marks.addFound(slide, batch, m_run);
        batch.clear();
    };
    // They belong to the case that was open when the search began.
    if (m_searchedCase != m_classify.shownCase()) {
        m_found->takeAll();
        return;
    }
    if (!m_marks.whyNotChanged().isEmpty()) {  // signed, or read by a second reader: nothing more can come of it
        if (!m_classify.loading() && !m_marks.loading()) stopFinding();
        return;
    }
    for (auto& [path, cell] : m_found->takeAll()) {
        if (path != slide) add();
        slide = path;
        batch.push_back(cell);
    }
    add();
}

void SlideSession::endSearch(const Result<Searched>& searched) {
    takeFound();
    m_foundTimer.stop();
    m_finding = false;
    if (const auto left = m_found->takeAll().size(); left > 0) Q_EMIT noticeRaised(tr("%Ln cell(s) were found and not marked.", "", static_cast<int>(left)) + ' ' + m_marks.whyNotChanged());
    if (m_searchedCase != m_classify.shownCase()) {
        Q_EMIT noticeRaised(tr("Another case was opened, or this one anew: the search was stopped."));
    } else if (searched) {
        for (std::size_t i = 0; i < searched->slides.size(); ++i) {
            const int place = indexOf(searched->slides[i]);
            if (place < 0) continue;
            ListedSlide& listed = m_slides[static_cast<std::size_t>(place)];
            if (searched->outcomes[i].umPerPxEstimated) {
                listed.umPerPx = searched->outcomes[i].umPerPx;
                listed.estimated = true;
            }
        }
        for (const Error& error : searched->failed) Q_EMIT errorRaised(tr("A slide could not be searched."), error);
        for (const slide::ScanOutcome& outcome : searched->outcomes)
            if (!outcome.unreadable.empty()) Q_EMIT errorRaised(tr("%Ln part(s) of the slide could not be read; the rest was searched.", "", static_cast<int>(outcome.unreadable.size())), outcome.unreadable.front());
        if (const QString words = wordsOf(*searched); !words.isEmpty()) Q_EMIT noticeRaised(words);
    } else if (searched.error().code == ErrorCode::Cancelled) {
        Q_EMIT noticeRaised(tr("Stopped. Cells found so far: %L1.").arg(m_added));
    } else {
        Q_EMIT errorRaised(tr("The search broke off."), searched.error());
    }
    Q_EMIT slidesChanged();
    Q_EMIT findingChanged();
}

QString SlideSession::wordsOf(const Searched& searched) const {
    QStringList words;
    if (searched.stopped) words << tr("Stopped. Cells found so far: %L1.").arg(m_added);
    const auto unscaled = std::count_if(searched.outcomes.begin(), searched.outcomes.end(), [](const slide::ScanOutcome& outcome) { return !outcome.umPerPx; });
    // Where nothing could be searched, that nothing was found says nothing.
    const bool searchedAny = unscaled < static_cast<std::ptrdiff_t>(searched.outcomes.size());
    if (!searched.stopped && searchedAny) words << (m_added == 0 ? tr("No further cells were found.") : tr("%Ln cell(s) found.", "", m_added));
    if (unscaled > 0) words << tr("How large a pixel is could not be told: the file does not say, and there are too few red cells to measure. Type the µm per px, then search again.");
    return words.join(' ');
}

}  // namespace leukolens::ui
