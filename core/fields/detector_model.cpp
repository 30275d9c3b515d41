#include "core/fields/detector_model.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <new>
#include <set>

#include "core/base/iso_time.h"
#include "core/digest/sha256.h"
#include "core/engine/device.h"
#include "core/fields/field_set.h"
#include "core/image/resize.h"
#include "core/inference/bundle_zip.h"
#include "core/weights/checked_json.h"

namespace leukolens::fields {
namespace {

using nlohmann::json;

constexpr int kFormatVersion = 1;
constexpr const char* kFormat = "leukomodel";
constexpr const char* kKind = "detector";
constexpr int kMaxClasses = 200;
constexpr std::size_t kMaxTextBytes = 20'000;

std::span<const std::uint8_t> bytesOf(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

std::string textOf(const json& value) {
    auto text = value.get<std::string>();
    if (text.size() > kMaxTextBytes) throw std::invalid_argument("has a text that is too long");
    if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; })) throw std::invalid_argument("has a text with control characters");
    return text;
}

int countOf(const json& value) {
    if (!value.is_number_integer() || value < 0 || value > 1'000'000'000) throw std::invalid_argument("has a count that is none");
    return value.get<int>();
}

double shareOf(const json& value) {
    const auto share = value.get<double>();
    if (!(share >= 0 && share <= 1)) throw std::invalid_argument("has a figure outside 0 … 1");
    return share;
}

json toJson(const DetectorCard& card) {
    json classes = json::array(), metrics = json::array();
    for (const auto& one : card.classes) classes.push_back({{"name", one.name}, {"trainBoxes", one.trainBoxes}, {"testBoxes", one.testBoxes}});
    for (const auto& metric : card.metrics)
        metrics.push_back({{"name", metric.name}, {"class", metric.className}, {"value", metric.value}, {"low", metric.low ? json(*metric.low) : json(nullptr)}, {"high", metric.high ? json(*metric.high) : json(nullptr)}});
    return {{"format", kFormat},
            {"formatVersion", kFormatVersion},
            {"kind", kKind},
            {"name", card.name},
            {"network", "faster_rcnn"},
            {"backbone", card.backbone},
            {"classes", classes},
            {"input", {{"shortSidePx", card.shortSidePx}, {"umPerPx", card.umPerPx ? json(*card.umPerPx) : json(nullptr)}, {"colourOrder", "RGB"}}},
            {"training", {{"trainFields", card.trainFields}, {"testFields", card.testFields}, {"epochs", card.epochs}, {"settingsSha256", card.settingsSha256}, {"dataSha256", card.dataSha256}, {"startedFrom", card.startedFrom}}},
            {"metrics", metrics},
            {"program", card.program},
            {"created", card.created},
            {"licence", card.licence},
            {"intendedUse", card.intendedUse},
            {"limits", card.limits},
            {"weights", {{"file", inference::kWeightsName}, {"sha256", card.weightsSha256}}}};
}

/// Throws json's exceptions and std::invalid_argument: "has …".
DetectorCard fieldsOf(const json& value) {
    DetectorCard card;
    card.name = textOf(value.at("name"));
    if (value.at("network") != "faster_rcnn") throw std::invalid_argument("names another network than faster_rcnn");
    card.backbone = textOf(value.at("backbone"));
    std::set<std::string> names;
    for (const auto& one : value.at("classes")) {
        card.classes.push_back({textOf(one.at("name")), countOf(one.at("trainBoxes")), countOf(one.at("testBoxes"))});
        if (card.classes.back().name.empty() || !names.insert(card.classes.back().name).second) throw std::invalid_argument("has a class without a name of its own");
    }
    if (card.classes.empty() || card.classes.size() > kMaxClasses) throw std::invalid_argument("has " + std::to_string(card.classes.size()) + " classes");
    card.shortSidePx = countOf(value.at("input").at("shortSidePx"));
    if (card.shortSidePx < detection::kLeastSidePx || card.shortSidePx > 4096) throw std::invalid_argument("has an input outside 96 … 4096 px");
    if (const auto& scale = value.at("input").at("umPerPx"); !scale.is_null()) {
        card.umPerPx = scale.get<double>();
        if (!(*card.umPerPx > 0 && *card.umPerPx < 1000)) throw std::invalid_argument("has a size of a pixel that cannot be");
    }
    const auto& training = value.at("training");
    card.trainFields = countOf(training.at("trainFields"));
    card.testFields = countOf(training.at("testFields"));
    card.epochs = countOf(training.at("epochs"));
    card.settingsSha256 = textOf(training.at("settingsSha256"));
    card.dataSha256 = textOf(training.at("dataSha256"));
    card.startedFrom = textOf(training.at("startedFrom"));
    for (const auto& metric : value.at("metrics")) {
        DetectorMetric read{textOf(metric.at("name")), textOf(metric.at("class")), shareOf(metric.at("value")), {}, {}};
        if (!metric.at("low").is_null()) read.low = shareOf(metric.at("low"));
        if (!metric.at("high").is_null()) read.high = shareOf(metric.at("high"));
        card.metrics.push_back(std::move(read));
    }
    card.program = textOf(value.at("program"));
    card.created = textOf(value.at("created"));
    card.licence = textOf(value.at("licence"));
    card.intendedUse = textOf(value.at("intendedUse"));
    card.limits = textOf(value.at("limits"));
    card.weightsSha256 = textOf(value.at("weights").at("sha256"));
    return card;
}

Result<DetectorCard> cardFrom(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    const auto damaged = [&](const std::string& what) { return fail(ErrorCode::DamagedModel, "the model card is damaged: it " + what, file, inference::kCopyAdvice); };
    try {
        const auto value = weights::parseChecked(bytes, inference::kMaxCardDepth);
        if (!value.is_object() || value.value("format", "") != kFormat) return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, inference::kBundleAdvice);
        if (value.value("kind", "") != kKind) return fail(ErrorCode::NotAModel, "classifies pictures of single cells, it does not find cells in fields", file, "Choose a model that leukolens detect train wrote.");
        if (countOf(value.at("formatVersion")) > kFormatVersion) return fail(ErrorCode::NotAModel, "is of a newer format than this program reads", file, "Update Leukolens.");
        return fieldsOf(value);
    } catch (const json::exception&) {
        return damaged("lacks an entry, or has one of another kind");
    } catch (const std::invalid_argument& e) {
        return damaged(e.what());
    }
}

Result<std::string> textOfCard(const DetectorCard& card, const std::filesystem::path& file) {
    std::string text;
    try {
        text = toJson(card).dump(2) + "\n";
    } catch (const json::exception&) {
        return fail(ErrorCode::InvalidArgument, "one of the model card's texts is not UTF-8", file, "Choose other names.");
    }
    if (const auto back = cardFrom(bytesOf(text), file); !back) return fail(ErrorCode::InvalidArgument, back.error().what, file, "Choose other names.");
    return text;
}

}  // namespace

std::vector<std::string> DetectorCard::classNames() const {
    std::vector<std::string> names;
    for (const auto& one : classes) names.push_back(one.name);
    return names;
}

DetectorCard standardCard() {
    DetectorCard card;
    card.program = "Leukolens " LEUKOLENS_VERSION;
    card.created = isoUtcNow();
    card.licence = "Not stated. The terms of the training pictures apply.";
    card.intendedUse = "Research on photographs of fields that were stained, magnified and photographed as the training fields were. For research use only. Not for diagnosis.";
    card.limits = "Knows its own classes alone, in about the sizes in which the training fields show them. Cells that overlap may be told as one, and cells at the border be missed.";
    return card;
}

Result<void> checkCard(const DetectorCard& card, const std::filesystem::path& file) {
    const auto text = textOfCard(card, file);
    return text ? Result<void>() : fail(text.error());
}

Result<std::string> writeDetectorModel(const std::filesystem::path& file, DetectorCard card, std::span<const std::uint8_t> weights) {
    card.weightsSha256 = digest::sha256(weights);
    const auto text = textOfCard(card, file);
    if (!text) return fail(text.error());
    const auto cardBytes = bytesOf(*text);
    const inference::BundlePart parts[] = {{inference::kCardName, cardBytes}, {inference::kWeightsName, weights}};
    const auto bytes = inference::packBundle(parts, file);
    if (!bytes) return fail(bytes.error());
    if (auto written = writeFileAtomically(file, *bytes); !written) return fail(written.error());
    return digest::sha256(*bytes);
}

Result<DetectorModel> DetectorModel::open(const std::filesystem::path& file, const std::string& device, const std::string& precision) {
    auto read = readFile(file, weights::kMaxFileBytes);
    if (!read) return fail(read.error());
    const auto bytes = std::make_shared<const Bytes>(std::move(*read));
    if (!inference::looksLikeZip(*bytes)) return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, inference::kBundleAdvice);
    const auto zip = weights::ZipDirectory::read(*bytes, file);
    if (!zip) return fail(zip.error());
    const auto text = inference::bundleCard(*zip, file);
    if (!text) return fail(text.error());
    auto card = cardFrom(*text, file);
    if (!card) return fail(card.error());
    const auto part = inference::bundlePart(*zip, inference::kWeightsName, card->weightsSha256, file);
    if (!part) return fail(part.error());
    const auto weights = weights::WeightsFile::fromBytes(bytes, *part, file);
    if (!weights) return fail(weights.error());
    const auto where = engine::resolveDevice(device);
    if (!where) return fail(where.error());
    const auto how = engine::resolvePrecision(precision, *where);
    if (!how) return fail(how.error());
    auto detector = detection::Detector::create(card->backbone, static_cast<int>(card->classes.size()), *weights, *where, *how);
    if (!detector) return fail(detector.error());
    return DetectorModel(std::move(*card), digest::sha256(*bytes), std::move(*detector));
}

Result<std::vector<detection::FoundBox>> DetectorModel::detect(const image::Image& field) const {
    const auto size = shownSize(field.width, field.height, m_card.shortSidePx);
    const bool asItIs = size.width == field.width && size.height == field.height;
    const auto resized = asItIs ? image::Image() : image::resized(field, size.width, size.height);
    const auto& shown = asItIs ? field : resized;
    auto found = detectAsShown(shown);
    if (!found) return found;
    return inFieldPixels(std::move(*found), size);
}

Result<std::vector<detection::FoundBox>> DetectorModel::detectAsShown(const image::Image& shown) const {
    try {
        return m_detector->detect({shown.width, shown.height, shown.rgb});
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out while cells were sought", {}, "Close other programs, or use the CPU.");
    }
}

}  // namespace leukolens::fields
