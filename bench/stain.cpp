// How far apart the colours of image sets are, and what normalising them does to that.
//     bench_stain shift NAME=FOLDER…               every set against every other; halves by subject where file names are C-NMC's
//     bench_stain normalise NAME=FOLDER NAME=FOLDER   the second set brought to the first one's stain, both normalised, before and after
//     bench_stain pool NAME=FOLDER                    the set's own stain, as a model card would have it
// FOLDER/*.bmp takes those files only, FOLDER#4 every fourth one (by path), FOLDER! cuts nuclei out (green below Otsu's threshold, black around them).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/image/decode.h"
#include "core/stain/colour_space.h"
#include "core/stain/shift.h"
#include "core/stain/stain_reference.h"
#include "core/stain/tissue.h"

namespace {

using namespace leukolens;
namespace fs = std::filesystem;

struct Set {
    std::string name;
    std::vector<fs::path> files;
    bool cut = false;
    std::vector<stain::ColourStatistics> colours;
    std::vector<std::string> subjects;  ///< one a colour; empty text: not known
    int without = 0;                    ///< pictures without enough stained pixels
};

/// "UID_H11_1_2_hem.bmp" → "H11".
std::string subjectOf(const fs::path& file) {
    const std::string name = file.filename().string();
    if (!name.starts_with("UID_")) return {};
    std::string subject = name.substr(4, name.find('_', 4) - 4);
    for (char& letter : subject) letter = letter == 'h' ? 'H' : letter;
    return subject;
}

Set parse(std::string text) {
    Set set;
    set.name = text.substr(0, text.find('='));
    text = text.substr(std::min(text.find('=') + 1, text.size()));
    if (text.ends_with('!')) set.cut = true, text.pop_back();
    std::size_t step = 1;
    if (const auto mark = text.rfind('#'); mark != std::string::npos) step = std::max(std::stoul(text.substr(mark + 1)), 1ul), text.resize(mark);
    std::string extension;
    if (const auto mark = text.rfind("/*"); mark != std::string::npos) extension = text.substr(mark + 2), text.resize(mark);
    std::vector<fs::path> all;
    for (const auto& entry : fs::recursive_directory_iterator(text))
        if (entry.is_regular_file() && image::hasImageExtension(entry.path()) && entry.path().string().ends_with(extension)) all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); i += step) set.files.push_back(all[i]);
    return set;
}

/// Otsu 1979 on the green channel, in which nuclei are darkest.
int otsu(const image::Image& picture) {
    std::array<double, 256> counts{};
    for (std::size_t i = 1; i < picture.rgb.size(); i += 3) counts[picture.rgb[i]] += 1;
    double total = 0, sum = 0, below = 0, sumBelow = 0, best = -1;
    for (std::size_t v = 0; v < 256; ++v) total += counts[v], sum += counts[v] * static_cast<double>(v);
    int threshold = 0;
    for (std::size_t v = 0; v < 256; ++v) {
        below += counts[v], sumBelow += counts[v] * static_cast<double>(v);
        if (below == 0 || below == total) continue;
        const double gap = sumBelow / below - (sum - sumBelow) / (total - below);
        if (const double between = below * (total - below) * gap * gap; between > best) best = between, threshold = static_cast<int>(v);
    }
    return threshold;
}

image::Image load(const Set& set, const fs::path& file) {
    auto picture = image::decodeFile(file);
    if (!picture) throw std::runtime_error(picture.error().message());
    if (!set.cut) return std::move(*picture);
    const int threshold = otsu(*picture);
    for (std::size_t i = 0; i < picture->rgb.size(); i += 3)
        if (picture->rgb[i + 1] > threshold) std::fill_n(picture->rgb.begin() + static_cast<std::ptrdiff_t>(i), 3, std::uint8_t{0});
    return std::move(*picture);
}

/// Of the processor, for one picture: other work on the machine does not count.
double processorMs(std::clock_t since) { return 1000.0 * static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC; }

void measure(Set& set) {
    for (const auto& file : set.files) {
        const auto colours = stain::colourStatistics(load(set, file));
        set.without += !colours;
        if (!colours) continue;
        set.colours.push_back(*colours);
        set.subjects.push_back(subjectOf(file));
    }
}

stain::Shift shiftBetween(std::span<const stain::ColourStatistics> training, std::span<const stain::ColourStatistics> pictures) {
    const auto reference = stain::fitShift(training);
    if (!reference) throw std::runtime_error(reference.error().message());
    const auto shift = stain::measureShift(*reference, pictures);
    if (!shift) throw std::runtime_error(shift.error().message());
    return *shift;
}

void printRow(const std::string& from, const std::string& to, const stain::Shift& shift) {
    std::printf("| %s | %s | %d | %.2f | %.0f %% | %s |\n", from.c_str(), to.c_str(), shift.pictures, shift.score, 100 * shift.shareOutside,
                std::string(toString(shift.verdict)).c_str());
}

/// 200 random halves by subject, each half the reference once.
void printHalves(const Set& set) {
    const std::set<std::string> known(set.subjects.begin(), set.subjects.end());
    std::vector<std::string> people(known.begin(), known.end());
    if (people.size() < 2 || people.front().empty()) return;
    Random random(1);
    std::vector<double> scores, far;
    std::map<std::string, int> verdicts;
    for (int i = 0; i < 200; ++i) {
        random.shuffle(people);
        const std::set<std::string> half(people.begin(), people.begin() + static_cast<std::ptrdiff_t>(people.size() / 2));
        std::array<std::vector<stain::ColourStatistics>, 2> sides;
        for (std::size_t k = 0; k < set.colours.size(); ++k) sides[half.count(set.subjects[k])].push_back(set.colours[k]);
        for (const std::size_t side : {0u, 1u}) {
            if (sides[side].size() < stain::kMinReferencePictures || sides[1 - side].empty()) continue;
            const auto shift = shiftBetween(sides[side], sides[1 - side]);
            scores.push_back(shift.score);
            far.push_back(shift.shareFarOutside);
            ++verdicts[std::string(toString(shift.verdict)) + (shift.fewPictures ? ", few pictures" : "")];
        }
    }
    std::sort(scores.begin(), scores.end());
    std::printf("%s: %zu halves of %zu subjects: score median %.2f, 95 %% %.2f, largest %.2f; far outside at most %.0f %%;", set.name.c_str(), scores.size(), people.size(),
                scores[scores.size() / 2], scores[scores.size() * 95 / 100], scores.back(), 100 * *std::max_element(far.begin(), far.end()));
    for (const auto& [verdict, count] : verdicts) std::printf(" %d %s;", count, verdict.c_str());
    std::printf("\n");
}

void printShifts(std::vector<Set>& sets) {
    for (auto& set : sets) {
        measure(set);
        std::printf("%s: %zu pictures, %d without stained pixels\n", set.name.c_str(), set.colours.size(), set.without);
    }
    std::printf("\n| training set | new pictures | n | score | outside | verdict |\n|---|---|---|---|---|---|\n");
    for (const auto& from : sets)
        for (const auto& to : sets)
            if (&from != &to) printRow(from.name, to.name, shiftBetween(from.colours, to.colours));
    std::printf("\n");
    for (const auto& set : sets) printHalves(set);
}

/// Shares of the stained pixels at each whole value of L*, a* and b*, each picture counting the same.
using Histograms = std::array<std::array<double, 256>, 3>;

void addHistogram(const image::Image& picture, Histograms& sums) {
    Histograms own{};
    double count = 0;
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
        if (!stain::isStained(picture.rgb.data() + i)) continue;
        const auto lab = stain::toLab(picture.rgb.data() + i);
        const std::array<double, 3> values = {lab.l, lab.a, lab.b};
        for (std::size_t c = 0; c < 3; ++c) own[c][static_cast<std::size_t>(std::clamp(std::lround(values[c]) + 128l, 0l, 255l))] += 1;
        count += 1;
    }
    if (count < stain::kMinStainedPixels) return;
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t v = 0; v < 256; ++v) sums[c][v] += own[c][v] / count;
}

/// Wasserstein-1 distance of two sets' histograms, in units of the channel.
double distanceOf(const std::array<double, 256>& a, const std::array<double, 256>& b) {
    double sumA = 0, sumB = 0, cumulated = 0, distance = 0;
    for (std::size_t v = 0; v < 256; ++v) sumA += a[v], sumB += b[v];
    for (std::size_t v = 0; v < 256; ++v) distance += std::abs(cumulated += a[v] / sumA - b[v] / sumB);
    return distance;
}

stain::StainReference fit(const Set& set, stain::StainMethod method) {
    std::vector<stain::StainReference> measured;
    for (const auto& file : set.files)
        if (const auto one = stain::measureStain(load(set, file), method)) measured.push_back(*one);
    const auto pooled = stain::poolStains(measured);
    if (!pooled) throw std::runtime_error(pooled.error().message());
    return *pooled;
}

void printNormalised(std::array<Set, 2>& sets) {
    std::printf("| normalisation | L* | a* | b* | score | outside | verdict | left unchanged | median ms |\n|---|---|---|---|---|---|---|---|---|\n");
    for (const auto method : {stain::StainMethod::None, stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        const auto reference = fit(sets[0], method);
        std::array<Histograms, 2> histograms{};
        std::vector<double> times;
        int unchanged = 0;
        for (std::size_t s = 0; s < 2; ++s) {
            sets[s].colours.clear();
            for (const auto& file : sets[s].files) {
                auto picture = load(sets[s], file);
                const auto start = std::clock();
                unchanged += applyStain(picture, reference) != stain::StainOutcome::Applied;
                times.push_back(processorMs(start));
                if (const auto colours = stain::colourStatistics(picture)) sets[s].colours.push_back(*colours);
                addHistogram(picture, histograms[s]);
            }
        }
        std::sort(times.begin(), times.end());
        const auto shift = shiftBetween(sets[0].colours, sets[1].colours);
        std::printf("| %s |", std::string(toString(method)).c_str());
        for (std::size_t c = 0; c < 3; ++c) std::printf(" %.1f |", distanceOf(histograms[0][c], histograms[1][c]));
        std::printf(" %.2f | %.0f %% | %s | %d | %.1f |\n", shift.score, 100 * shift.shareOutside, std::string(toString(shift.verdict)).c_str(), unchanged,
                    times[times.size() / 2]);
    }
}

/// A picture of which every pixel is stained: the slowest case.
void printSpeed() {
    image::Image picture{450, 450, {}};
    Random random(3);
    for (int i = 0; i < 450 * 450; ++i)
        for (const int base : {60, 30, 80}) picture.rgb.push_back(static_cast<std::uint8_t>(base + static_cast<int>(random.below(90))));
    const auto printMedian = [&](const std::string& what, const auto& work) {
        std::vector<double> times;
        for (int i = 0; i < 21; ++i) {
            auto copy = picture;
            const auto start = std::clock();
            work(copy);
            times.push_back(processorMs(start));
        }
        std::sort(times.begin(), times.end());
        std::printf("%s, 450 × 450 px, all of them stained: median %.1f ms\n", what.c_str(), times[10]);
    };
    for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        const auto reference = stain::measureStain(picture, method).value();
        printMedian(std::string(toString(method)), [&](image::Image& copy) { applyStain(copy, reference); });
    }
    printMedian("colours", [](const image::Image& copy) { stain::colourStatistics(copy); });
}

}  // namespace

int main(int argc, char** argv) try {
    const std::string verb = argc > 1 ? argv[1] : "";
    std::vector<Set> sets;
    for (int i = 2; i < argc; ++i) sets.push_back(parse(argv[i]));
    if (verb == "shift" && sets.size() >= 2) {
        printShifts(sets);
    } else if (verb == "normalise" && sets.size() == 2) {
        std::array<Set, 2> both = {sets[0], sets[1]};
        printNormalised(both);
    } else if (verb == "pool" && sets.size() == 1) {
        for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) std::puts(stain::toJson(fit(sets[0], method)).dump().c_str());
    } else if (verb == "speed") {
        printSpeed();
    } else {
        std::fprintf(stderr, "usage: bench_stain shift NAME=FOLDER… | normalise NAME=FOLDER NAME=FOLDER | pool NAME=FOLDER | speed\n");
        return 2;
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
