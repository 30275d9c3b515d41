#include "core/slide/scan.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "core/image/opencv_setup.h"
#include "core/slide/area.h"
#include "core/slide/block_search.h"
#include "core/slide/survey.h"
#include "core/slide/window_search.h"

namespace leukolens::slide {
namespace {

constexpr double kBlockUm = 512;
constexpr int kMostBlockPx = 2048;      ///< of the level that is read for the first look
constexpr int kLeastBlockPx = 256;
constexpr double kUsualUmPerPx = 0.25;  ///< for the blocks, while the scale is not known
constexpr double kTwinOverlap = 0.4;    ///< intersection over union

Result<void> check(const Slide& slide, const ScanPlan& plan) {
    const auto& facts = slide.facts();
    if (plan.threads < 1) return fail(ErrorCode::InvalidArgument, "cannot search with " + std::to_string(plan.threads) + " threads", facts.file, "Choose 1 or more.");
    if (plan.enough && *plan.enough < 1) return fail(ErrorCode::InvalidArgument, "cannot look for " + std::to_string(*plan.enough) + " cells", facts.file, "Choose 1 or more, or all of them.");
    if (plan.umPerPx && !(*plan.umPerPx > 0 && std::isfinite(*plan.umPerPx))) return fail(ErrorCode::InvalidArgument, "the scale is no positive number of µm per pixel", facts.file, "Give the width of a pixel in µm, such as 0.25.");
    const auto& corners = plan.within.corners;
    if (!corners.empty() && corners.size() < 3) return fail(ErrorCode::InvalidArgument, "an area needs three corners or more, this one has " + std::to_string(corners.size()), facts.file, "Draw the area on the slide.");
    if (std::any_of(corners.begin(), corners.end(), [](Point at) { return !std::isfinite(at.x) || !std::isfinite(at.y); }))
        return fail(ErrorCode::InvalidArgument, "a corner of the area is no number", facts.file, "Draw the area on the slide.");
    return plan.finder ? checkFinder(*plan.finder) : Result<void>();
}

Result<void> checkScale(const Slide& slide, double umPerPx) {
    if (umPerPx <= kCoarsestUmPerPx) return {};
    return fail(ErrorCode::InvalidArgument, "its pixels are wider than 1.25 µm, too coarse to find cells", slide.facts().file,
                "Scan the slide with an objective of 20 × or more, or correct the scale.");
}

std::vector<Block> blocksOf(const Slide& slide, const Area& area, double umPerPx) {
    const auto& facts = slide.facts();
    const double downsample = facts.levels[static_cast<std::size_t>(levelFor(facts, kCoarseUmPerPx / umPerPx))].downsample;
    const auto side = static_cast<std::int64_t>(std::clamp(kBlockUm / umPerPx, kLeastBlockPx * downsample, kMostBlockPx * downsample));
    return blocksOfSide(facts, area, side);
}

/// What was found, by place: the twin of a new one is looked for nearby only.
class Accepted {
public:
    explicit Accepted(double umPerPx) : m_sidePx(kLargestCellUm / umPerPx) {}

    /// False for the twin of one that is already there.
    bool add(const FoundCell& cell) {
        const double x = cell.box.x + cell.box.width / 2, y = cell.box.y + cell.box.height / 2;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                const auto near = m_boxes.find(keyOf(x + dx * m_sidePx, y + dy * m_sidePx));
                if (near != m_boxes.end() && std::any_of(near->second.begin(), near->second.end(), [&](const Box& other) { return overlapOf(cell.box, other) > kTwinOverlap; })) return false;
            }
        }
        m_boxes[keyOf(x, y)].push_back(cell.box);
        return true;
    }

private:
    std::uint64_t keyOf(double x, double y) const {
        const auto index = [&](double at) { return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::floor(at / m_sidePx))); };
        return std::uint64_t{index(y)} << 32 | index(x);
    }

    double m_sidePx;
    std::unordered_map<std::uint64_t, std::vector<Box>> m_boxes;
};

/// Threads take blocks in their order; what they found is handed on in the same order, so that nothing depends on who is first.
class Scan {
public:
    Scan(const Slide& slide, const ScanPlan& plan, const Survey& survey, std::vector<Block> blocks, const CellsFound& found, ProgressSink& progress, const CancelToken& cancel, ScanOutcome& outcome)
        : m_slide(slide), m_plan(plan), m_survey(survey), m_blocks(std::move(blocks)), m_found(found), m_progress(progress), m_cancel(cancel), m_outcome(outcome), m_accepted(survey.umPerPx) {}

    Result<void> run() {
        std::vector<std::jthread> threads;
        const auto count = m_plan.finder ? 1 : std::min<std::size_t>(static_cast<std::size_t>(m_plan.threads), m_blocks.size());
        for (std::size_t i = 1; i < count; ++i) threads.emplace_back([this] { work(); });
        work();
        threads.clear();
        if (m_failure) std::rethrow_exception(m_failure);
        if (m_cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped", m_slide.facts().file);
        if (!m_outcome.unreadable.empty() && m_outcome.pixelsSeen == 0 && m_outcome.blocksSkipped == 0) return fail(m_outcome.unreadable.front());
        return {};
    }

private:
    void work() {
        try {
            while (const auto index = next()) {
                auto cells = search(m_blocks[*index]);
                if (!cells && cells.error().code == ErrorCode::Cancelled) return;
                const std::lock_guard lock(m_mutex);
                m_waiting.emplace(*index, std::move(cells));
                handOn();
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_failure) m_failure = std::current_exception();
            m_done = true;
        }
    }

    Result<BlockCells> search(const Block& block) const {
        if (m_plan.finder) return searchWindow(m_slide, block, m_survey, *m_plan.finder, m_plan.monolayerOnly, m_cancel);
        return searchBlock(m_slide, block, m_survey, m_plan.monolayerOnly, m_cancel);
    }

    std::optional<std::size_t> next() {
        const std::lock_guard lock(m_mutex);
        if (m_done || m_cancel.cancelled() || m_next == m_blocks.size()) return std::nullopt;
        return m_next++;
    }

    void handOn() {
        for (auto first = m_waiting.begin(); first != m_waiting.end() && first->first == m_handedOn && !m_done && !m_cancel.cancelled(); first = m_waiting.begin()) {
            take(m_blocks[m_handedOn], first->second);
            m_waiting.erase(first);
            ++m_handedOn;
            m_progress.report({"Searching for cells", static_cast<std::int64_t>(m_handedOn), static_cast<std::int64_t>(m_blocks.size())});
        }
    }

    void take(const Block& block, const Result<BlockCells>& cells) {
        if (!cells) {
            m_outcome.unreadable.push_back(cells.error());
            return;
        }
        if (!cells->monolayer) {
            ++m_outcome.blocksSkipped;
            return;
        }
        m_outcome.pixelsSeen += block.width * block.height;
        std::vector<FoundCell> fresh;
        for (const auto& cell : cells->cells) {
            if (m_plan.enough && static_cast<std::size_t>(*m_plan.enough) == m_outcome.cells.size() + fresh.size()) break;
            if (m_plan.within.contains({cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2}) && m_accepted.add(cell)) fresh.push_back(cell);
        }
        m_outcome.cells.insert(m_outcome.cells.end(), fresh.begin(), fresh.end());
        m_done = m_plan.enough && static_cast<std::size_t>(*m_plan.enough) == m_outcome.cells.size();
        if (!fresh.empty() && m_found) m_found(fresh);
    }

    const Slide& m_slide;
    const ScanPlan& m_plan;
    const Survey& m_survey;
    const std::vector<Block> m_blocks;
    const CellsFound& m_found;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    ScanOutcome& m_outcome;
    std::mutex m_mutex;  ///< of all below, and of the outcome
    Accepted m_accepted;
    std::map<std::size_t, Result<BlockCells>> m_waiting;
    std::size_t m_next = 0, m_handedOn = 0;
    bool m_done = false;
    std::exception_ptr m_failure;
};

}  // namespace

Result<ScanOutcome> scan(const Slide& slide, const ScanPlan& plan, const CellsFound& found, ProgressSink& progress, const CancelToken& cancel) {
    image::prepareOpenCv();
    if (const auto sound = check(slide, plan); !sound) return fail(sound.error());
    const auto known = plan.umPerPx ? plan.umPerPx : slide.facts().umPerPx;
    if (known)
        if (const auto fine = checkScale(slide, *known); !fine) return fail(fine.error());
    auto blocks = blocksOf(slide, plan.within, known.value_or(kUsualUmPerPx));
    if (blocks.empty()) return fail(ErrorCode::InvalidArgument, "the area to search lies outside of it", slide.facts().file, "Draw the area on the slide.");
    progress.report({"Looking at the stain", 0, 0});
    const auto survey = surveyOf(slide, blocks, known, cancel);
    if (!survey) return fail(survey.error());
    ScanOutcome outcome;
    outcome.umPerPx = survey->umPerPx;
    outcome.umPerPxEstimated = survey->umPerPxEstimated;
    // Another finder needs no ground to compare with, unless the monolayer is looked for.
    const bool scaleDoes = plan.finder && !plan.monolayerOnly && survey->umPerPx;
    if (!survey->survey && !scaleDoes) return outcome;
    const auto learnt = survey->survey.value_or(Survey{survey->umPerPx.value_or(0), {}, {}});
    if (const auto fine = checkScale(slide, learnt.umPerPx); !fine) return fail(fine.error());
    if (plan.finder) blocks = windowBlocks(slide.facts(), plan.within, learnt.umPerPx, *plan.finder);
    else if (!known) blocks = blocksOf(slide, plan.within, learnt.umPerPx);
    if (plan.enough) {
        std::vector<Block> order;
        for (const std::size_t i : scattered(blocks.size())) order.push_back(blocks[i]);
        blocks = std::move(order);
    }
    outcome.blocks = static_cast<std::int64_t>(blocks.size());
    Scan running(slide, plan, learnt, std::move(blocks), found, progress, cancel, outcome);
    if (const auto done = running.run(); !done) return fail(done.error());
    return outcome;
}

}  // namespace leukolens::slide
