#include "core/experiment/figure_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace leukolens::experiment {

using nlohmann::json;

json numberOrNull(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json toJson(const evaluation::Figure& figure) {
    const auto end = [&](double evaluation::Interval::*which) { return figure.percentile ? json((*figure.percentile).*which) : json(nullptr); };
    return {{"value", numberOrNull(figure.value)}, {"low", end(&evaluation::Interval::low)}, {"high", end(&evaluation::Interval::high)}};
}

evaluation::Figure figureFromJson(const json& entry) {
    const auto number = [&](const char* key) { return entry.at(key).is_null() ? std::nan("") : entry.at(key).get<double>(); };
    evaluation::Figure figure;
    figure.value = number("value");
    if (const double low = number("low"), high = number("high"); std::isfinite(low) && std::isfinite(high)) figure.percentile = {low, high};
    return figure;
}

}  // namespace leukolens::experiment
