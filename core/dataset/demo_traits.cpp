#include "core/dataset/demo_traits.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/random.h"
#include "core/dataset/demo_noise.h"

namespace leukolens::dataset {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

/// Purposes for deriveSeed; of the last, two for each trait.
enum Purpose : std::uint64_t { kPersonSeed = 1, kNormalCellSeed = 32, kBlastCellSeed = 33, kRankSeed = 1000 };

/// The smear's look, each number 0…1.
struct StainRecipe {
    double lamp = 0.5, strength = 0.5, hue = 0.5, pink = 0.5;
};

/// What all cells of a person share.
struct Person {
    StainRecipe recipe;
    double sizeShift = 0.0;       ///< of log radius
    double roundShift = 0.0;      ///< in standard deviations, added to the outline's irregularity
    double chromatinShift = 0.0;  ///< in standard deviations, added to the clumping
    double edgeSoftness = 1.0;
    double blur = 0.0;
    double cameraNoise = 1.0;
};

/// A number in 0…1 for a person, spread evenly over the people of one class: by chance alone, half a dozen people would give
/// one class the darker stain. `trait` tells independent numbers apart.
double personQuantile(const DemoSettings& settings, int subject, bool blast, std::uint64_t trait) {
    const int people = std::max(1, settings.subjects / 2);
    Random random(deriveSeed(settings.seed, kRankSeed + 2 * trait + (blast ? 1 : 0)));
    std::vector<int> ranks(static_cast<std::size_t>(people));
    std::iota(ranks.begin(), ranks.end(), 0);
    random.shuffle(ranks);
    const int member = subject % people;
    Random own(deriveSeed(deriveSeed(settings.seed, kPersonSeed), static_cast<std::uint64_t>(subject) * 64 + trait));
    return (ranks[static_cast<std::size_t>(member)] + own.uniform(0.1, 0.9)) / people;
}

/// Of a photograph on the smear: stain and light drift from one to the next, so that people overlap.
StainRecipe drift(const StainRecipe& recipe, Random& random) {
    const auto drifted = [&](double value) { return value + 0.25 * std::clamp(random.normal(), -2.0, 2.0); };
    const double lamp = drifted(recipe.lamp);
    const double strength = drifted(recipe.strength);
    const double hue = drifted(recipe.hue);
    return {lamp, strength, hue, drifted(recipe.pink)};
}

/// Densities chosen by eye to look like Jenner–Giemsa; strength, hue and lamp differ.
Stain mixStain(const StainRecipe& recipe) {
    const double lamp = 0.91 + 0.17 * recipe.lamp;
    const double strength = 0.89 + 0.20 * recipe.strength;
    const double hue = recipe.hue - 0.5;  // above 0: bluer
    const double pink = recipe.pink - 0.5;
    Stain stain;
    stain.lamp = {lamp * (141.0 - 6.0 * hue), lamp * 107.0, lamp * (121.0 + 7.0 * hue)};
    stain.cytoplasm = {0.22 + 0.10 * hue, 0.21 - 0.06 * pink, 0.07 - 0.04 * hue};
    stain.nucleus = {strength * (0.78 + 0.09 * hue), strength * (1.50 - 0.10 * pink), strength * (0.50 - 0.04 * hue)};
    stain.chromatin = {0.54, 0.58, 0.15};
    stain.redCell = {0.30 - 0.08 * pink, 0.44, 0.36};
    return stain;
}

Person drawPerson(const DemoSettings& settings, int subject, bool blast) {
    const auto quantile = [&](std::uint64_t trait) { return personQuantile(settings, subject, blast, trait); };
    Person person;
    // A person's cells spread about as widely as the people do: else a network would tell people apart, not classes.
    const auto taste = [&](std::uint64_t trait) { return 0.5 + 0.6 * (quantile(trait) - 0.5); };
    person.recipe = {taste(0), taste(1), taste(2), taste(3)};
    person.sizeShift = 0.09 * (quantile(4) - 0.5);
    person.roundShift = 1.2 * (quantile(5) - 0.5);
    person.chromatinShift = 0.9 * (quantile(6) - 0.5);
    const double focus = quantile(7);
    person.edgeSoftness = 0.8 + 0.5 * focus;
    person.blur = 1.5 + 1.3 * focus;
    person.cameraNoise = 0.8 + 0.9 * quantile(8);
    return person;
}

double shortestAngle(double angle) {
    return angle - kTurn * std::round(angle / kTurn);
}

double hill(double distance) {
    return std::exp(-0.5 * distance * distance);
}

/// An ellipse with low waves: the nucleus before notches.
Outline drawNucleus(Random& random, double radius, double elongation, double irregularity) {
    const double axis = random.uniform(0.0, kTurn);
    std::array<double, 12> height{};
    std::array<double, 12> phase{};
    for (std::size_t wave = 2; wave < height.size(); ++wave) {
        height[wave] = irregularity * random.normal() * std::pow(static_cast<double>(wave) / 2.0, -1.1);
        phase[wave] = random.uniform(0.0, kTurn);
    }
    Outline outline;
    for (int step = 0; step < Outline::kSteps; ++step) {
        const double angle = kTurn * step / Outline::kSteps;
        double factor = 1.0 + elongation * std::cos(2.0 * (angle - axis));
        for (std::size_t wave = 2; wave < height.size(); ++wave) {
            factor += height[wave] * std::cos(static_cast<double>(wave) * angle + phase[wave]);
        }
        outline.radius[static_cast<std::size_t>(step)] = radius * std::clamp(factor, 0.6, 1.35);
    }
    return outline;
}

struct Dent {
    double angle = 0.0, halfWidth = 0.0;  ///< radians
    double depth = 0.0;                   ///< part of the radius; below 0: a bulge
};

void press(Outline& outline, const Dent& dent) {
    for (int step = 0; step < Outline::kSteps; ++step) {
        const double distance = shortestAngle(kTurn * step / Outline::kSteps - dent.angle) / dent.halfWidth;
        outline.radius[static_cast<std::size_t>(step)] *= 1.0 - dent.depth * hill(distance);
    }
}

int drawCount(Random& random, double mean) {
    // Knuth's product of uniforms: a Poisson number, enough for means around one.
    int count = 0;
    for (double product = random.uniform(); product > std::exp(-mean); product *= random.uniform()) ++count;
    return count;
}

/// The nucleus, and around it the rim of cytoplasm, here and there wider, with the flaws of a hasty segmentation.
void drawOutlines(Random& random, const Person& person, bool blast, CellTraits& traits) {
    const double logRadius = std::log(101.0) + (blast ? 0.115 : -0.115) + person.sizeShift + 0.073 * random.normal();
    const double radius = std::clamp(std::exp(logRadius), 70.0, 142.0);
    const double wobble = person.roundShift + random.normal();
    const double irregularity = std::max(0.008, (blast ? 0.045 : 0.019) * (1.0 + 0.28 * wobble));
    traits.nucleus = drawNucleus(random, radius, random.uniform(0.02, blast ? 0.10 : 0.07), irregularity);
    traits.cell = traits.nucleus;

    const int dents = std::min(3, drawCount(random, blast ? 1.4 : 0.2));
    for (int i = 0; i < dents; ++i) {
        const Dent dent{random.uniform(0.0, kTurn), random.uniform(0.09, 0.30), random.uniform(0.06, 0.20)};
        press(traits.nucleus, dent);
        press(traits.cell, {dent.angle, dent.halfWidth, dent.depth * random.uniform(0.45, 0.9)});
    }

    const double rim = std::max(0.0, (blast ? 0.3 : 2.2) + 1.0 * random.normal());
    const double crescent = random.uniform() < (blast ? 0.15 : 0.55) ? random.uniform(3.0, 14.0) : 0.0;
    const double crescentAngle = random.uniform(0.0, kTurn);
    const double crescentWidth = random.uniform(0.4, 1.0);
    const LatticeNoise jag(random.next());
    const double coarseJag = random.uniform(0.8, 2.6);
    for (int step = 0; step < Outline::kSteps; ++step) {
        const double angle = kTurn * step / Outline::kSteps;
        const double c = std::cos(angle);
        const double s = std::sin(angle);
        double& edge = traits.cell.radius[static_cast<std::size_t>(step)];
        edge += rim + crescent * hill(shortestAngle(angle - crescentAngle) / crescentWidth);
        edge += coarseJag * jag.at(3.7 * c + 20.0, 3.7 * s + 20.0) + 0.9 * jag.at(11.0 * c + 40.0, 11.0 * s + 20.0);
    }
    for (int spurs = drawCount(random, 0.5); spurs > 0; --spurs) {
        press(traits.cell, {random.uniform(0.0, kTurn), random.uniform(0.025, 0.07), random.uniform(-0.07, -0.02)});
    }
    if (random.uniform() < 0.09) {
        traits.redCellAngle = random.uniform(0.0, kTurn);
        traits.redCellHalfAngle = random.uniform(0.12, 0.26);
        press(traits.cell, {traits.redCellAngle, traits.redCellHalfAngle, random.uniform(-0.30, -0.14)});
    }
    traits.edgeRoughness = random.uniform(0.4, 0.9);
}

void drawChromatin(Random& random, const Person& person, bool blast, CellTraits& traits) {
    const double clumping = person.chromatinShift + random.normal();
    traits.clumpSize = (blast ? 20.0 : 26.0) * std::exp(0.10 * random.normal());
    traits.clumpContrast = std::max(0.06, (blast ? 0.07 : 0.60) + 0.055 * clumping);
    traits.fineSize = (blast ? 9.0 : 11.0) * std::exp(0.12 * random.normal());
    traits.fineContrast = std::max(0.05, (blast ? 0.38 : 0.22) + 0.05 * random.normal());
    traits.cloudContrast = random.uniform(0.06, 0.20);
    traits.density = (blast ? 0.96 : 1.03) + 0.06 * random.normal();
    traits.tilt = random.uniform(0.0, 0.22);
    traits.tiltAngle = random.uniform(0.0, kTurn);
    traits.edgeSoftness = person.edgeSoftness * random.uniform(0.85, 1.2);
    traits.blur = person.blur * random.uniform(0.8, 1.25);
    traits.cameraNoise = person.cameraNoise;
    traits.textureSeed = random.next();
}

void drawNucleoli(Random& random, bool blast, double nucleusRadius, CellTraits& traits) {
    const int count = blast ? 1 + std::min(2, drawCount(random, 0.9)) : (random.uniform() < 0.08 ? 1 : 0);
    const double start = random.uniform(0.0, kTurn);
    for (int i = 0; i < count; ++i) {
        const double angle = start + kTurn * i / count + random.uniform(-0.5, 0.5);
        const double away = nucleusRadius * random.uniform(0.12, 0.58);
        traits.nucleoli.push_back({away * std::cos(angle), away * std::sin(angle),
                                   nucleusRadius * random.uniform(0.12, 0.19), random.uniform(0.55, 1.1)});
    }
}

void drawFolds(Random& random, bool blast, double nucleusRadius, CellTraits& traits) {
    const int count = std::min(2, drawCount(random, blast ? 0.7 : 0.12));
    for (int i = 0; i < count; ++i) {
        Fold fold;
        const double angle = random.uniform(0.0, kTurn);
        const double away = nucleusRadius * random.uniform(0.15, 0.6);
        fold.midX = away * std::cos(angle);
        fold.midY = away * std::sin(angle);
        fold.radius = nucleusRadius * random.uniform(0.6, 1.6);
        const double facing = random.uniform(0.0, kTurn);
        fold.centreX = fold.midX + fold.radius * std::cos(facing);
        fold.centreY = fold.midY + fold.radius * std::sin(facing);
        fold.halfLength = nucleusRadius * random.uniform(0.35, 0.8);
        fold.width = random.uniform(2.5, 5.0);
        fold.strength = random.uniform(0.3, 0.8);
        traits.folds.push_back(fold);
    }
}

}  // namespace

double Outline::at(double angle) const {
    const double turns = angle / kTurn;
    const double position = (turns - std::floor(turns)) * kSteps;
    const int step = static_cast<int>(position);
    const double part = position - step;
    const double here = radius[static_cast<std::size_t>(step % kSteps)];
    const double next = radius[static_cast<std::size_t>((step + 1) % kSteps)];
    return here + part * (next - here);
}

CellTraits drawTraits(const DemoSettings& settings, int subject, bool blast, int cell) {
    const Person person = drawPerson(settings, subject, blast);
    const std::uint64_t ofClass = deriveSeed(settings.seed, blast ? kBlastCellSeed : kNormalCellSeed);
    Random random(deriveSeed(deriveSeed(ofClass, static_cast<std::uint64_t>(subject)), static_cast<std::uint64_t>(cell)));
    CellTraits traits;
    traits.stain = mixStain(drift(person.recipe, random));
    drawOutlines(random, person, blast, traits);
    drawChromatin(random, person, blast, traits);
    const double radius = std::accumulate(traits.nucleus.radius.begin(), traits.nucleus.radius.end(), 0.0) / Outline::kSteps;
    drawNucleoli(random, blast, radius, traits);
    drawFolds(random, blast, radius, traits);
    return traits;
}

}  // namespace leukolens::dataset
