#include "core/evaluation/operating_point.h"

#include <algorithm>
#include <cmath>

#include "core/evaluation/ratio.h"

namespace leukolens::evaluation {

double OperatingPoint::sensitivity() const { return ratio(truePositives, truePositives + falseNegatives); }
double OperatingPoint::specificity() const { return ratio(trueNegatives, trueNegatives + falsePositives); }

double OperatingPoint::positivePredictiveValue(double prevalence) const {
    const double hits = sensitivity() * prevalence;
    return ratio(hits, hits + (1 - specificity()) * (1 - prevalence));
}

double OperatingPoint::negativePredictiveValue(double prevalence) const {
    const double hits = specificity() * (1 - prevalence);
    return ratio(hits, hits + (1 - sensitivity()) * prevalence);
}

OperatingPoints::OperatingPoints(const Ranking& ranking) : OperatingPoints(ranking.points(), ranking.positives(), ranking.negatives()) {}

OperatingPoint OperatingPoints::at(double threshold) const {
    // The last point whose threshold is not below the one asked for.
    const auto after = std::ranges::upper_bound(m_points, threshold, std::ranges::greater(), &RankPoint::threshold);
    const RankPoint& point = after == m_points.begin() ? m_points.front() : *std::prev(after);
    OperatingPoint result;
    result.threshold = threshold;
    result.truePositives = static_cast<int>(point.truePositives);
    result.falsePositives = static_cast<int>(point.falsePositives);
    result.falseNegatives = m_positives - result.truePositives;
    result.trueNegatives = m_negatives - result.falsePositives;
    return result;
}

Result<ChosenThreshold> chooseThreshold(const PredictionTable& table, int positive, double sensitivity) {
    if (!(sensitivity > 0 && sensitivity <= 1)) return fail(ErrorCode::InvalidArgument, "a sensitivity lies above 0 and at most at 1");
    if (positive < 0 || positive >= static_cast<int>(table.classes.size())) return fail(ErrorCode::InvalidArgument, "a threshold needs a class that counts as positive");
    const OperatingPoints points(Ranking(table, positive, std::vector<int>(table.cells.size(), 0)));
    if (points.positives() == 0)
        return fail(ErrorCode::OneClassOnly, "no cell of class \"" + table.classes[static_cast<std::size_t>(positive)] + "\" to choose a threshold on");
    const double wanted = std::max(1.0, std::ceil(sensitivity * points.positives() - 1e-9));
    const auto& all = points.points();
    const auto reached = std::ranges::find_if(all, [&](const RankPoint& point) { return point.truePositives >= wanted; });
    const auto below = std::next(reached);
    double threshold = below == all.end() ? reached->threshold : (reached->threshold + below->threshold) / 2;
    if (below != all.end() && !(threshold > below->threshold)) threshold = reached->threshold;  // neighbouring numbers
    return ChosenThreshold{sensitivity, points.at(threshold)};
}

}  // namespace leukolens::evaluation
