// leukolens slide find-cells IMAGE…
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/cache_folder.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/fields/white_cell_finder.h"
#include "core/image/cell_mask.h"
#include "core/image/cell_measures.h"
#include "core/image/encode.h"
#include "core/slide/cut_out.h"
#include "core/slide/scan.h"

namespace leukolens::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> images;
    std::optional<double> umPerPx;
    std::vector<double> region;  ///< x, y, width, height in px of level 0
    std::vector<double> polygon; ///< x1, y1, x2, y2, …
    int enough = 0;
    bool monolayer = false;
    int threads = 0;
    std::string csv, crops, masks;
    double cropUm = 30;
    std::string finder, device = "auto", precision = "auto";
    bool json = false;
};

using FinderPtr = std::shared_ptr<const slide::PictureFinder>;  ///< null: the program's own

/// One image's cells on their way out.
struct Searched {
    fs::path image;
    std::string name;  ///< of its pictures: no other image's of this call
    slide::SlidePtr slide;
    slide::ScanOutcome outcome;
};

slide::ScanPlan planOf(const Options& options, const FinderPtr& finder) {
    slide::ScanPlan plan;
    plan.umPerPx = options.umPerPx;
    if (!options.region.empty()) plan.within = slide::rectangle({options.region[0], options.region[1], options.region[2], options.region[3]});
    for (std::size_t i = 0; i + 1 < options.polygon.size(); i += 2) plan.within.corners.push_back({options.polygon[i], options.polygon[i + 1]});
    if (options.enough > 0) plan.enough = options.enough;
    plan.monolayerOnly = options.monolayer;
    plan.finder = finder;
    plan.threads = options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    return plan;
}

std::string cellName(const Searched& searched, std::size_t cell) { return searched.name + "-" + std::to_string(cell + 1); }

/// What is measured of a cell; empty where no mask is found.
using Measures = std::vector<image::Measure>;

image::Image toImage(const image::CellMask& mask) {
    // Grey levels as in a drawing of a cell: outside black, cytoplasm grey, nucleus white.
    image::Image drawn{mask.width, mask.height, std::vector<std::uint8_t>(mask.cell.size() * 3)};
    for (std::size_t i = 0; i < mask.cell.size(); ++i) std::fill_n(drawn.rgb.data() + 3 * i, 3, mask.nucleus[i] != 0 ? std::uint8_t{255} : mask.cell[i] != 0 ? std::uint8_t{128} : std::uint8_t{0});
    return drawn;
}

Result<void> writePng(const image::Image& picture, const fs::path& file) {
    const auto png = image::encodePng(picture);
    if (!png) return fail(png.error());
    return writeFileAtomically(file, *png);
}

/// Cuts out, measures and writes what was asked for.
Result<Measures> cutAndMeasure(const Options& options, const Searched& searched, std::size_t cell) {
    if (options.crops.empty() && options.masks.empty() && options.csv.empty() && !options.json) return Measures();
    const slide::Box& box = searched.outcome.cells[cell].box;
    const auto& scale = searched.outcome.umPerPx;
    const slide::Cut cut = slide::cutAround(box, slide::pictureSide(box, scale, options.cropUm));
    const auto crop = slide::cutOut(*searched.slide, cut);
    if (!crop) return fail(crop.error());
    const auto mask = image::findCell(*crop);
    const std::string name = cellName(searched, cell) + ".png";
    if (!options.crops.empty())
        if (const auto written = writePng(*crop, fs::path(options.crops) / name); !written) return fail(written.error());
    if (!mask) return Measures();
    if (!options.masks.empty())
        if (const auto written = writePng(toImage(*mask), fs::path(options.masks) / name); !written) return fail(written.error());
    return image::measuresOf(*crop, *mask, scale ? std::optional(*scale * cut.side / crop->width) : std::nullopt);
}

nlohmann::json cellJson(const slide::FoundCell& cell, const Measures& measures) {
    nlohmann::json json = {{"x", cell.box.x}, {"y", cell.box.y}, {"width", cell.box.width}, {"height", cell.box.height}, {"score", cell.score}, {"cut", cell.cut}, {"measures", nullptr}};
    for (const image::Measure& measure : measures) json["measures"][std::string(measure.name)] = measure.value;
    return json;
}

std::string csvHeader() {
    std::string header = "image,x,y,width,height,score";
    for (const std::string_view name : image::measureNames(true)) header += "," + std::string(name);
    return header + "\r\n";
}

std::string csvRow(const Searched& searched, const nlohmann::json& cell) {
    std::string row = csvSpreadsheetField(toUtf8(searched.image));
    for (const char* key : {"x", "y", "width", "height", "score"}) row += "," + cell.at(key).dump();
    for (const std::string_view name : image::measureNames(true)) {
        const auto& measures = cell.at("measures");
        const auto value = measures.is_null() ? measures.end() : measures.find(std::string(name));
        row += "," + (value == measures.end() ? std::string() : value->dump());
    }
    return row + "\r\n";
}

Result<Searched> search(const Options& options, const FinderPtr& finder, const std::string& image, ProgressBar& bar, const CancelToken& cancel) {
    auto slide = slide::open(image, {cacheFolder("pictures")}, bar, cancel);
    if (!slide) return fail(slide.error());
    auto outcome = slide::scan(**slide, planOf(options, finder), [](std::span<const slide::FoundCell>) {}, bar, cancel);
    if (!outcome) return fail(outcome.error());
    // In the order in which a person reads, whatever the order in which they were found.
    std::ranges::sort(outcome->cells, {}, [](const slide::FoundCell& cell) { return std::pair(cell.box.y, cell.box.x); });
    return Searched{image, toUtf8(fs::path(image).stem()), std::move(*slide), std::move(*outcome)};
}

int findCells(const Options& options) {
    const auto cancel = stopOnSignal();
    for (const std::string& folder : {options.crops, options.masks})
        if (!folder.empty())
            if (const auto made = createFolder(folder); !made) return reportFailure(made.error());
    const auto finder = options.finder.empty() ? Result<FinderPtr>(FinderPtr()) : fields::openWhiteCellFinder(options.finder, options.device, options.precision);
    if (!finder) return reportFailure(finder.error());
    nlohmann::json images = nlohmann::json::array(), failed = nlohmann::json::array();
    std::string csv = csvHeader();
    ProgressBar bar;
    std::map<std::string, int> names;
    int status = kDone;
    const auto recordFailure = [&](const std::string& image, const Error& error) {
        bar.clear();
        status = reportFailure(error);
        failed.push_back({{"path", image}, {"code", std::string(toString(error.code))}, {"message", error.message()}});
    };
    for (const std::string& image : options.images) {
        auto searched = search(options, *finder, image, bar, cancel);
        if (!searched && searched.error().code == ErrorCode::Cancelled) {
            bar.clear();
            return reportFailure(searched.error());
        }
        if (!searched) {
            recordFailure(image, searched.error());
            continue;
        }
        // Fields of several folders are often called alike.
        if (const int times = ++names[searched->name]; times > 1) searched->name += " (" + std::to_string(times) + ")";
        for (const Error& error : searched->outcome.unreadable) recordFailure(image, error);
        if (!searched->outcome.umPerPx) recordFailure(image, {ErrorCode::WrongState, "no scale is known, and there are too few red cells to tell it", image, "Give it with --um-per-px."});
        nlohmann::json cells = nlohmann::json::array();
        for (std::size_t i = 0; i < searched->outcome.cells.size(); ++i) {
            if (cancel.cancelled()) return reportFailure({ErrorCode::Cancelled, "stopped", {}, {}});
            const auto measured = cutAndMeasure(options, *searched, i);
            if (!measured) {
                recordFailure(image, measured.error());
                if (measured.error().code != ErrorCode::DamagedImage) return status;  // the disk is at fault: the next would fail alike
                continue;
            }
            cells.push_back(cellJson(searched->outcome.cells[i], *measured));
            csv += csvRow(*searched, cells.back());
        }
        const auto& scale = searched->outcome.umPerPx;
        images.push_back({{"image", image}, {"umPerPx", scale ? nlohmann::json(*scale) : nlohmann::json(nullptr)}, {"umPerPxEstimated", searched->outcome.umPerPxEstimated}, {"cells", std::move(cells)}});
        bar.clear();
        if (!options.json) std::printf("%s: %zu cells\n", image.c_str(), searched->outcome.cells.size());
    }
    if (!options.csv.empty())
        if (const auto written = writeFileAtomically(options.csv, csv); !written) return reportFailure(written.error());
    if (options.json) {
        // One image: the image's own object, as for a single file.
        nlohmann::json json = options.images.size() == 1 ? (images.empty() ? nlohmann::json{{"image", options.images.front()}, {"umPerPx", nullptr}, {"cells", nlohmann::json::array()}} : images.front())
                                                         : nlohmann::json{{"images", std::move(images)}};
        json["failed"] = std::move(failed);
        printJson(json);
    }
    return status;
}

}  // namespace

void addFindCells(CLI::App& slide, Work& work) {
    auto* verb = slide.add_subcommand("find-cells", "White cells: boxes in px of the full image, pictures, masks, measures");
    const auto options = std::make_shared<Options>();
    verb->add_option("IMAGE", options->images, "Slides or photographs of fields")->required();
    verb->add_option("--um-per-px", options->umPerPx, "Size of a pixel; without it what the file says, else what the red cells tell")->check(CLI::Range(0.01, 10.0));
    auto* region = verb->add_option("--region", options->region, "X,Y,WIDTH,HEIGHT in px: only there")->delimiter(',')->expected(4);
    verb->add_option("--polygon", options->polygon, "X1,Y1,X2,Y2,… in px: only there")->delimiter(',')->expected(6, 2000)->excludes(region);
    verb->add_option("--enough", options->enough, "Stop after so many cells of an image, looked for in scattered parts")->check(CLI::Range(1, 1'000'000));
    verb->add_flag("--monolayer", options->monolayer, "Only where red cells lie side by side");
    verb->add_option("--finder", options->finder, "Model of detect train to find them with, in place of the program's own finder");
    verb->add_option("--device", options->device, "Where that model computes")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", options->precision, "Numbers that it computes with")->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    verb->add_option("--threads", options->threads, "At once; without it one a core")->check(CLI::Range(1, 256));
    verb->add_option("--csv", options->csv, "File to write: a row a cell, with measures of its mask");
    verb->add_option("--crops", options->crops, "Folder for a picture of each cell, to classify");
    verb->add_option("--crop-um", options->cropUm, "Side of these pictures")->check(CLI::Range(5.0, 200.0))->capture_default_str();
    verb->add_option("--masks", options->masks, "Folder for a mask of each cell: cytoplasm grey, nucleus white");
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] {
        if (options->polygon.size() % 2 != 0) throw CLI::ValidationError("--polygon", "needs an even count of numbers");
        // A range lets pass what is no number.
        if (!std::isfinite(options->cropUm) || !std::isfinite(options->umPerPx.value_or(1))) throw CLI::ValidationError("--um-per-px, --crop-um", "need numbers");
        work = [options] { return findCells(*options); };
    });
}

}  // namespace leukolens::cli
