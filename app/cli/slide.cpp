// leukolens slide info|tile|find-cells IMAGE
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/cache_folder.h"
#include "core/base/files.h"
#include "core/image/encode.h"
#include "core/slide/slide.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string image, out, associated;
    int level = 0;
    std::vector<std::int64_t> region;  ///< x, y, width, height
    bool json = false;
};

Result<slide::SlidePtr> openSlide(const std::string& image, const CancelToken& cancel) {
    ProgressBar bar;
    return slide::open(image, {cacheFolder("pictures")}, bar, cancel);
}

nlohmann::json orNull(const std::optional<double>& number) { return number ? nlohmann::json(*number) : nlohmann::json(nullptr); }

nlohmann::json toJson(const slide::Facts& facts) {
    nlohmann::json levels = nlohmann::json::array(), associated = nlohmann::json::array(), properties = nlohmann::json::object();
    for (const auto& level : facts.levels)
        levels.push_back({{"width", level.width}, {"height", level.height}, {"downsample", level.downsample}, {"tileWidth", level.tileWidth}, {"tileHeight", level.tileHeight}});
    for (const auto& picture : facts.associated) associated.push_back({{"name", picture.name}, {"width", picture.width}, {"height", picture.height}});
    for (const auto& [name, value] : facts.properties) properties[name] = value;
    return {{"image", toUtf8(facts.file)}, {"format", facts.format},   {"width", facts.levels.front().width}, {"height", facts.levels.front().height}, {"umPerPx", orNull(facts.umPerPx)},
            {"objectivePower", orNull(facts.objectivePower)}, {"levels", levels}, {"associated", associated}, {"properties", properties}};
}

void printPlain(const slide::Facts& facts) {
    const auto& whole = facts.levels.front();
    std::printf("%s\n%s, %lld × %lld px\n", toUtf8(facts.file).c_str(), facts.format.c_str(), static_cast<long long>(whole.width), static_cast<long long>(whole.height));
    if (facts.umPerPx) std::printf("%.4g µm per px\n", *facts.umPerPx);
    if (!facts.umPerPx) std::printf("no scale\n");
    if (facts.objectivePower) std::printf("objective %g×\n", *facts.objectivePower);
    for (std::size_t i = 0; i < facts.levels.size(); ++i) {
        const auto& level = facts.levels[i];
        std::printf("level %zu: %lld × %lld px, 1 : %.4g, tiles of %d × %d px\n", i, static_cast<long long>(level.width), static_cast<long long>(level.height), level.downsample, level.tileWidth, level.tileHeight);
    }
    for (const auto& picture : facts.associated)
        std::printf("%s: %lld × %lld px\n", picture.name.c_str(), static_cast<long long>(picture.width), static_cast<long long>(picture.height));
    for (const auto& [name, value] : facts.properties) std::printf("  %s: %s\n", name.c_str(), value.c_str());
}

int info(const Options& options) {
    const auto slide = openSlide(options.image, stopOnSignal());
    if (!slide) return reportFailure(slide.error());
    if (options.json) {
        printJson(toJson((*slide)->facts()));
    } else {
        printPlain((*slide)->facts());
    }
    return kDone;
}

Result<image::Image> wanted(const slide::Slide& slide, const Options& options) {
    if (!options.associated.empty()) return slide.associated(options.associated);
    const auto& levels = slide.facts().levels;
    slide::Region region{options.level, 0, 0, 0, 0};
    if (options.region.empty()) {
        if (options.level < 0 || options.level >= static_cast<int>(levels.size()))
            return fail(ErrorCode::InvalidArgument, "has no level " + std::to_string(options.level) + ", only 0 to " + std::to_string(levels.size() - 1), slide.facts().file);
        const auto& level = levels[static_cast<std::size_t>(options.level)];
        if (level.width > slide::kMaxRegionSidePx || level.height > slide::kMaxRegionSidePx) {
            return fail(ErrorCode::TooLarge, "level " + std::to_string(options.level) + " has " + std::to_string(level.width) + " × " + std::to_string(level.height) + " px, too many for one picture", slide.facts().file,
                        "Choose a coarser --level, or a --region.");
        }
        region.width = static_cast<int>(level.width);
        region.height = static_cast<int>(level.height);
    } else {
        region.x = options.region[0];
        region.y = options.region[1];
        const auto side = [](std::int64_t px) { return static_cast<int>(std::clamp<std::int64_t>(px, 0, slide::kMaxRegionSidePx + 1)); };
        region.width = side(options.region[2]);
        region.height = side(options.region[3]);
    }
    return slide.read(region).map(slide::toImage);
}

int tile(const Options& options) {
    const auto slide = openSlide(options.image, stopOnSignal());
    if (!slide) return reportFailure(slide.error());
    const auto picture = wanted(**slide, options);
    if (!picture) return reportFailure(picture.error());
    const auto png = image::encodePng(*picture);
    if (!png) return reportFailure(png.error());
    if (const auto written = writeFileAtomically(options.out, *png); !written) return reportFailure(written.error());
    if (options.json) printJson({{"file", options.out}, {"width", picture->width}, {"height", picture->height}});
    if (!options.json) std::printf("%s: %d × %d px\n", options.out.c_str(), picture->width, picture->height);
    return kDone;
}

}  // namespace

void addSlide(CLI::App& app, Work& work) {
    auto* group = app.add_subcommand("slide", "Whole slides and photographs of fields: facts, a region, white cells");
    group->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    const auto addCommon = [&](CLI::App* verb) {
        verb->add_option("IMAGE", options->image, "A slide that OpenSlide reads, or a BMP, PNG, JPEG, TIFF or WebP")->required();
        verb->add_flag("--json", options->json, "One JSON object on standard output");
    };
    auto* facts = group->add_subcommand("info", "Size, levels, scale, what the scanner wrote");
    addCommon(facts);
    facts->callback([options, &work] { work = [options] { return info(*options); }; });
    auto* region = group->add_subcommand("tile", "A region, a whole level or an associated picture as PNG");
    addCommon(region);
    region->add_option("-o,--out", options->out, "The PNG to write")->required();
    region->add_option("--level", options->level, "0 is the finest");
    region->add_option("--region", options->region, "X,Y,WIDTH,HEIGHT in px of the level; without it the whole level")->delimiter(',')->expected(4);
    region->add_option("--associated", options->associated, "label, macro, …: as info lists them. A label may name the patient")->excludes("--level")->excludes("--region");
    region->callback([options, &work] { work = [options] { return tile(*options); }; });
    addFindCells(*group, work);
}

}  // namespace leukolens::cli
