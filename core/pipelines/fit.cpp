#include "core/pipelines/fit.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/base/random.h"
#include "core/nn/fitted_head.h"
#include "core/nn/state_dict.h"
#include "core/pipelines/calibration.h"
#include "core/pipelines/classifier.h"

namespace leukolens::pipelines {
namespace {

constexpr std::size_t kMostSearched = 2000;
/// Fewer tell as well which settings are better, and what votes are worth.
constexpr int kTrees = 300, kSearchedTrees = 100;
constexpr std::uint64_t kFitSeed = 500;  ///< purpose of a derived seed
/// A number that is the same in all rows tells nothing: it stays 0 and is not blown up.
constexpr double kFlat = 1e-6;
/// Rows that are asked about at once: their distances to all that are kept have to fit into memory.
constexpr std::int64_t kAtOnce = 1024;

at::Tensor tensorOf(const HeadTensor& tensor) {
    return std::visit(
        [&](const auto& values) {
            using Number = typename std::decay_t<decltype(values)>::value_type;
            return at::tensor(values, c10::CppTypeToScalarType<Number>::value).reshape(tensor.shape);
        },
        tensor.values);
}

/// Balanced accuracy over the classes that have rows.
double meanSensitivity(const at::Tensor& called, const at::Tensor& labels, int classes) {
    double sum = 0;
    int counted = 0;
    for (int c = 0; c < classes; ++c) {
        const auto ofClass = labels.eq(c);
        if (!ofClass.any().item<bool>()) continue;
        sum += called.index({ofClass}).eq(c).to(at::kDouble).mean().item<double>();
        ++counted;
    }
    return counted > 0 ? sum / counted : 0;
}

class Fitting {
public:
    Fitting(const FitRequest& request, ProgressSink& progress, const CancelToken& cancel)
        : m_request(request), m_progress(progress), m_cancel(cancel), m_candidates(candidatesFor(request.kind, request.length)),
          m_vectors(at::from_blob(const_cast<float*>(request.vectors.data()), {static_cast<std::int64_t>(request.labels.size()), request.length}, at::kFloat)),
          m_labels(at::tensor(std::vector<std::int64_t>(request.labels.begin(), request.labels.end()), at::kLong)) {}

    Result<FitResult> run();

private:
    struct Search {
        std::size_t best = 0;
        double accuracy = 0;
        at::Tensor scores, labels;  ///< of the rows that were searched on, by classifiers that did not see them
    };

    Result<std::shared_ptr<nn::FittedHead>> fitted(const std::vector<std::int64_t>& rows, const Candidate& candidate, bool isSearched) const;
    at::Tensor scoresOf(const nn::FittedHead& head, const at::Tensor& vectors) const;
    Result<Search> search();
    Result<void> told(const std::string& what);

    const FitRequest& m_request;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    Candidates m_candidates;
    at::Tensor m_vectors, m_labels;
    std::int64_t m_done = 0, m_total = 1;
};

Result<void> Fitting::told(const std::string& what) {
    if (m_cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    m_progress.report({what, m_done++, m_total});
    return {};
}

/// A head that knows these rows, its scores as they are.
Result<std::shared_ptr<nn::FittedHead>> Fitting::fitted(const std::vector<std::int64_t>& rows, const Candidate& candidate, bool isSearched) const {
    const auto picked = m_vectors.index_select(0, at::tensor(rows, at::kLong));
    const auto mean = picked.mean(0);
    auto deviation = picked.std(0, false);
    deviation = at::where(deviation > kFlat, deviation, at::ones_like(deviation));
    const auto standardised = ((picked - mean) / deviation).contiguous();
    std::vector<int> labels;
    for (const auto row : rows) labels.push_back(m_request.labels[static_cast<std::size_t>(row)]);
    const Rows seen{{standardised.const_data_ptr<float>(), static_cast<std::size_t>(standardised.numel())}, labels, m_request.length, m_request.classes};

    const auto seed = deriveSeed(m_request.seed, kFitSeed);
    HeadTensors tensors;
    switch (m_request.kind) {
        case nn::HeadKind::SupportVectors: tensors = fitSupportVectors(seen, candidate); break;
        case nn::HeadKind::Forest: tensors = fitForest(seen, candidate, isSearched ? kSearchedTrees : kTrees, seed); break;
        case nn::HeadKind::HiddenLayer: tensors = fitHiddenLayer(seen, candidate, seed); break;
        case nn::HeadKind::Neighbours: tensors = keepNeighbours(seen, candidate); break;
        case nn::HeadKind::Layer: return fail(ErrorCode::InvalidArgument, "a last layer is trained, not fitted");
    }
    const at::NoGradGuard noGrad;
    auto head = nn::makeFittedHead(m_request.kind, m_request.length, m_request.classes);
    auto own = nn::stateDict(*head);
    own.at("mean").copy_(mean);
    own.at("deviation").copy_(deviation);
    for (const auto& [name, tensor] : tensors) own.at(name).set_data(tensorOf(tensor));
    if (const auto fault = head->settle(); !fault.empty()) return fail(ErrorCode::DamagedModel, "the classifier was not fitted: " + fault);
    return head;
}

at::Tensor Fitting::scoresOf(const nn::FittedHead& head, const at::Tensor& vectors) const {
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> parts;
    for (std::int64_t first = 0; first < vectors.size(0); first += kAtOnce) parts.push_back(head.forward(vectors.slice(0, first, std::min(first + kAtOnce, vectors.size(0)))));
    return at::cat(parts);
}

/// Every candidate on every part. Parts whose others are of one class alone tell nothing and are passed over.
Result<Fitting::Search> Fitting::search() {
    const int parts = 1 + *std::ranges::max_element(m_request.parts);
    const std::size_t stride = (m_request.labels.size() + kMostSearched - 1) / kMostSearched;
    struct Turn {
        std::vector<std::int64_t> seen, held;
    };
    std::vector<Turn> turns(static_cast<std::size_t>(parts));
    for (std::size_t row = 0; row < m_request.labels.size(); row += stride)
        for (int part = 0; part < parts; ++part) {
            auto& turn = turns[static_cast<std::size_t>(part)];
            (m_request.parts[row] == part ? turn.held : turn.seen).push_back(static_cast<std::int64_t>(row));
        }
    std::erase_if(turns, [&](const Turn& turn) {
        const auto other = [&](std::int64_t row) { return m_request.labels[static_cast<std::size_t>(row)] != m_request.labels[static_cast<std::size_t>(turn.seen.front())]; };
        return turn.held.empty() || turn.seen.empty() || std::ranges::none_of(turn.seen, other);
    });
    Search found;
    found.best = m_candidates.usual;
    if (turns.empty()) return found;
    std::vector<std::int64_t> order;
    for (const auto& turn : turns) order.insert(order.end(), turn.held.begin(), turn.held.end());
    found.labels = m_labels.index_select(0, at::tensor(order, at::kLong));
    m_total = static_cast<std::int64_t>(m_candidates.all.size() * turns.size()) + 1;
    for (std::size_t i = 0; i < m_candidates.all.size(); ++i) {
        std::vector<at::Tensor> scores;
        for (const auto& turn : turns) {
            if (auto goesOn = told("Choosing the classifier's settings"); !goesOn) return fail(goesOn.error());
            const auto head = fitted(turn.seen, m_candidates.all[i], true);
            if (!head) return fail(head.error());
            scores.push_back(scoresOf(**head, m_vectors.index_select(0, at::tensor(turn.held, at::kLong))));
        }
        const auto all = at::cat(scores);
        const double accuracy = meanSensitivity(all.argmax(1), found.labels, m_request.classes);
        if (found.scores.defined() && accuracy <= found.accuracy) continue;
        found.best = i;
        found.accuracy = accuracy;
        found.scores = all;
    }
    return found;
}

Result<FitResult> Fitting::run() {
    const auto [least, most] = std::ranges::minmax(m_request.labels);
    if (least == most) return fail(ErrorCode::InvalidArgument, "all training cells are of one class", {}, "Add cells of another class.");
    if (!m_vectors.isfinite().all().item<bool>()) return fail(ErrorCode::DamagedModel, "the trunk's vectors hold something that is no number", {}, "Choose other weights, or the precision fp32.");
    Search found;
    found.best = m_candidates.usual;
    if (!m_request.parts.empty()) {
        auto searched = search();
        if (!searched) return fail(searched.error());
        found = std::move(*searched);
    }
    if (auto goesOn = told("Fitting the classifier"); !goesOn) return fail(goesOn.error());
    std::vector<std::int64_t> rows(m_request.labels.size());
    std::iota(rows.begin(), rows.end(), 0);
    const auto& candidate = m_candidates.all[found.best];
    const auto head = fitted(rows, candidate, false);
    if (!head) return fail(head.error());
    FitResult result;
    result.chosen = candidate.words;
    result.innerSensitivity = found.accuracy;
    if (found.scores.defined()) {
        if (const auto scale = calibrate(found.scores, found.labels)) {
            const at::NoGradGuard noGrad;
            auto own = nn::stateDict(**head);
            own.at("slope").fill_(scale->slope);
            own.at("bias").copy_(scale->bias);
            result.calibrated = true;
        }
    }
    nn::StateDict named;
    for (const auto& [name, tensor] : nn::stateDict(**head)) named.emplace(nn::kFittedPrefix + name, tensor);
    result.head = nn::writeSafetensors(named);
    m_progress.report({"Fitting the classifier", m_total, m_total});
    return result;
}

}  // namespace

Result<FitResult> fitHead(const FitRequest& request, ProgressSink& progress, const CancelToken& cancel) {
    try {
        return Fitting(request, progress, cancel).run();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out while the classifier was fitted", {}, "Close other programs, or train on fewer cells.");
    } catch (const std::exception& problem) {
        return fail(ErrorCode::InvalidArgument, std::string("the classifier could not be fitted: ") + problem.what(), {}, "Choose another model.");
    }
}

}  // namespace leukolens::pipelines
