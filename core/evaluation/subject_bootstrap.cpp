#include "core/evaluation/subject_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "core/base/random.h"

namespace leukolens::evaluation {
namespace {

struct Person {
    double sum = 0;
    double count = 0;
};

/// Linear between the two nearest of the sorted values (Hyndman & Fan 1996, type 7, as NumPy and R do).
double quantile(const std::vector<double>& sorted, double probability) {
    const double place = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

Result<Interval> meanInterval(std::span<const double> values, std::span<const int> groups, double level, std::uint64_t seed) {
    if (values.empty() || values.size() != groups.size() || !(level > 0 && level < 1))
        return fail(ErrorCode::InvalidArgument, "an interval needs values, a group for each, and a level between 0 and 1");
    std::map<int, Person> byGroup;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto& person = byGroup[groups[i]];
        person.sum += values[i];
        person.count += 1;
    }
    if (byGroup.size() < 2) return fail(ErrorCode::TooFewSubjects, "an interval over subjects needs two of them at least");
    std::vector<Person> people;
    for (const auto& [group, person] : byGroup) people.push_back(person);
    Random random(seed);
    std::vector<double> means;
    for (int i = 0; i < kResamples; ++i) {
        Person drawn;
        for (std::size_t k = 0; k < people.size(); ++k) {
            const auto& person = people[random.below(people.size())];
            drawn.sum += person.sum;
            drawn.count += person.count;
        }
        means.push_back(drawn.sum / drawn.count);
    }
    std::sort(means.begin(), means.end());
    return Interval{quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)};
}

}  // namespace leukolens::evaluation
