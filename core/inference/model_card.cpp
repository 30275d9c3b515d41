#include "core/inference/model_card.h"
#include "core/digest/sha256.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

namespace leukolens::inference {
namespace {

using nlohmann::json;

/// The newest that is read. It is written where the stain is changed: programs of format 2 do not know that and would answer otherwise.
constexpr int kFormatVersion = 3;
constexpr const char* kFormat = "leukomodel";
constexpr std::size_t kMaxClasses = 1000;
constexpr std::size_t kMaxNameBytes = 500;
constexpr std::size_t kMaxTextBytes = 20'000;
constexpr std::size_t kMaxRanges = 2000;

std::string classFault(const ModelCard& card) {
    if (card.kind == ModelKind::Trunk) return card.classes.empty() && card.blastClass.empty() ? "" : "it has classes but no last layer";
    if (card.classes.size() < 2) return "it has " + std::to_string(card.classes.size()) + " classes, at least 2 are needed";
    if (card.classes.size() > kMaxClasses) return "it has " + std::to_string(card.classes.size()) + " classes, at most " + std::to_string(kMaxClasses) + " are read";
    std::set<std::string> names;
    for (const auto& entry : card.classes) {
        if (entry.name.empty()) return "a class has no name";
        if (!names.insert(entry.name).second) return "a class is named twice";
        for (const auto* part : {&entry.train, &entry.validation, &entry.test})
            if (part->cells < 0 || part->subjects < 0) return "a count of cells is negative";
    }
    if (!card.blastClass.empty() && names.count(card.blastClass) == 0) return "its blast class '" + card.blastClass + "' is none of its classes";
    return {};
}

std::string metricFault(const CardMetric& metric) {
    if (metric.name.empty() || !std::isfinite(metric.value)) return "a measured value is no number";
    if (metric.low.has_value() != metric.high.has_value()) return "the interval of " + metric.name + " is incomplete";
    if (metric.low && !(std::isfinite(*metric.low) && std::isfinite(*metric.high) && *metric.low <= *metric.high)) return "the interval of " + metric.name + " is none";
    if (!(metric.level > 0 && metric.level < 1)) return "the interval of " + metric.name + " has no level";
    return {};
}

/// Empty if the card is sound, otherwise what is wrong.
std::string faultOf(const ModelCard& card) {
    if (card.name.empty()) return "it has no name";
    if (card.network.empty()) return "it names no network";
    if (auto fault = classFault(card); !fault.empty()) return fault;
    if (card.inputPx < 75 || card.inputPx > 4096) return "its input of " + std::to_string(card.inputPx) + " px is outside 75 … 4096";
    if (!std::isfinite(card.mean) || !std::isfinite(card.standardDeviation) || card.standardDeviation <= 0)
        return "its normalisation is no number";
    if (auto fault = stain::faultOf(card.stain); !fault.empty()) return "its stain reference is damaged: " + fault;
    if (card.colours)
        if (auto fault = stain::faultOf(*card.colours); !fault.empty()) return "its training colours are damaged: " + fault;
    if (card.sharpness) {
        const auto& [least, typical, smallestPx, largestPx] = *card.sharpness;
        if (!(least >= 0 && least <= typical && std::isfinite(typical)) || smallestPx < 1 || smallestPx > largestPx) return "the sharpness of its training pictures is none";
    }
    if (card.eightBit) {
        for (const auto& [name, range] : card.eightBit->ranges)
            if (!(range > 0 && std::isfinite(range))) return "the range of '" + name + "' is not above 0";
        if (!(card.eightBit->agreement >= 0 && card.eightBit->agreement <= 1) || card.eightBit->cells < 1) return "the agreement of its 8-bit answers is no share of cells";
    }
    if (!(card.uncertainBelow >= 0 && card.uncertainBelow <= 1)) return "its limit of uncertainty is outside 0 … 1";
    if (card.temperature && !(*card.temperature > 0 && std::isfinite(*card.temperature))) return "its temperature is not above 0";
    if (card.threshold && !(*card.threshold >= 0 && *card.threshold <= 1)) return "its threshold is outside 0 … 1";
    if (card.threshold && card.blastClass.empty()) return "it has a threshold but no blast class";
    for (const auto& metric : card.metrics)
        if (auto fault = metricFault(metric); !fault.empty()) return fault;
    if (!digest::isSha256(card.weightsSha256)) return "the checksum of its weights is missing";
    if (!card.referencesSha256.empty() && !digest::isSha256(card.referencesSha256)) return "the checksum of its training cells is none";
    return {};
}

/// A text of one line that can be shown anywhere.
std::string textOf(const json& value, std::size_t maxBytes = kMaxNameBytes) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > maxBytes) throw std::invalid_argument("one of its texts is too long");
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) throw std::invalid_argument("one of its texts holds control characters");
    return text;
}

int integerOf(const json& value) {
    if (!value.is_number_integer()) throw std::invalid_argument("a whole number is none");
    const auto number = value.get<double>();
    if (!(std::abs(number) <= 1e9)) throw std::invalid_argument("a whole number is too large");
    return value.get<int>();
}

/// Nothing for Unknown: such cards do not name it.
const char* wordOf(Background background) {
    switch (background) {
        case Background::Unknown: break;
        case Background::Black: return "black";
        case Background::Kept: return "kept";
    }
    return nullptr;
}

Background backgroundFromJson(const json& value) {
    const auto& word = value.get_ref<const std::string&>();
    for (const auto background : {Background::Black, Background::Kept})
        if (word == wordOf(background)) return background;
    throw std::invalid_argument("the background of its training pictures is neither black nor kept");
}

json toJson(const PartCount& part) { return {{"cells", part.cells}, {"subjects", part.subjects}}; }
PartCount partFromJson(const json& value) { return {integerOf(value.at("cells")), integerOf(value.at("subjects"))}; }

json orNull(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }
std::optional<double> optionalFromJson(const json& value) { return value.is_null() ? std::nullopt : std::optional(value.get<double>()); }

json toJson(const ModelClass& entry) {
    return {{"name", entry.name}, {"meaning", entry.meaning}, {"train", toJson(entry.train)}, {"validation", toJson(entry.validation)}, {"test", toJson(entry.test)}};
}

ModelClass classFromJson(const json& value) {
    return {textOf(value.at("name")), textOf(value.at("meaning")), partFromJson(value.at("train")), partFromJson(value.at("validation")),
            partFromJson(value.at("test"))};
}

json toJson(const CardMetric& metric) {
    return {{"name", metric.name},   {"value", metric.value},           {"low", orNull(metric.low)},  {"high", orNull(metric.high)},
            {"level", metric.level}, {"measuredOn", metric.measuredOn}, {"method", metric.method}};
}

CardMetric metricFromJson(const json& value) {
    return {textOf(value.at("name")),
            value.at("value").get<double>(),
            optionalFromJson(value.at("low")),
            optionalFromJson(value.at("high")),
            value.at("level").get<double>(),
            textOf(value.at("measuredOn")),
            textOf(value.at("method"))};
}

json toJson(const TrainingFacts& facts) {
    json value = {{"protocol", facts.protocol},   {"fold", facts.fold},
                  {"folds", facts.folds},         {"bestEpoch", facts.bestEpoch},
                  {"settingsSha256", facts.settingsSha256}, {"dataSha256", facts.dataSha256},
                  {"startedFrom", facts.startedFrom}};
    if (facts.demonstration) value["demonstration"] = true;
    return value;
}

TrainingFacts trainingFromJson(const json& value) {
    return {textOf(value.at("protocol")),    integerOf(value.at("fold")),      integerOf(value.at("folds")),
            integerOf(value.at("bestEpoch")), textOf(value.at("settingsSha256")), textOf(value.at("dataSha256")),
            textOf(value.at("startedFrom")), value.contains("demonstration") && value.at("demonstration").get<bool>()};
}

json toJson(const EightBitFacts& facts) {
    return {{"ranges", facts.ranges}, {"agreement", facts.agreement}, {"cells", facts.cells}, {"chosenOn", facts.chosenOn}, {"comparedOn", facts.comparedOn}};
}

EightBitFacts eightBitFromJson(const json& value) {
    EightBitFacts facts;
    const auto& ranges = value.at("ranges");
    if (!ranges.is_object()) throw std::invalid_argument("its ranges have no names");
    if (ranges.size() > kMaxRanges) throw std::invalid_argument("it has more ranges than any network has convolutions");
    for (const auto& [name, range] : ranges.items()) facts.ranges.emplace(textOf(name), range.get<double>());
    value.at("agreement").get_to(facts.agreement);
    facts.cells = integerOf(value.at("cells"));
    facts.chosenOn = textOf(value.at("chosenOn"));
    facts.comparedOn = textOf(value.at("comparedOn"));
    return facts;
}

/// Format 1 listed the classes by name alone and kept how it was trained in a free form.
json migratedFrom1(const json& old) {
    ModelCard standard;
    fillStandardTexts(standard);
    const json provenance = old.value("provenance", json::object());
    json classes = json::array();
    for (const auto& name : old.at("classes")) {
        const auto text = name.get<std::string>();
        classes.push_back(toJson(ModelClass{text, knownMeaning(text), {}, {}, {}}));
    }
    TrainingFacts training;
    training.protocol = provenance.value("protocol", "");
    training.fold = provenance.value("fold", 0);
    training.bestEpoch = provenance.value("bestEpoch", 0);
    training.settingsSha256 = provenance.value("settingsHash", "");
    training.startedFrom = provenance.value("pretrained", false) ? "pretrained weights" : "";
    return {{"format", kFormat},
            {"formatVersion", 2},
            {"kind", "classifier"},
            {"name", old.at("name")},
            {"description", ""},
            {"network", old.at("network")},
            {"classes", classes},
            {"blastClass", old.at("blastClass")},
            {"input", {{"sizePx", old.at("inputPx")}, {"colourOrder", "RGB"}, {"normalisation", old.at("normalisation")}}},
            {"decision", {{"uncertainBelow", old.at("uncertainBelow")}, {"temperature", nullptr}, {"threshold", nullptr}}},
            {"training", toJson(training)},
            {"metrics", json::array()},
            {"program", provenance.value("program", "")},
            {"created", old.at("created")},
            {"licence", standard.licence},
            {"intendedUse", standard.intendedUse},
            {"limits", standard.limits},
            {"weights", {{"file", "weights.safetensors"}, {"sha256", old.at("weightsSha256")}}}};
}

/// What a part of the card says, or the end of reading it.
template <class Part>
Part soundOf(Result<Part> part) {
    if (!part) throw std::invalid_argument(part.error().what);
    return std::move(*part);
}

ModelCard readFields(const json& value) {
    ModelCard card;
    const auto kind = value.at("kind").get<std::string>();
    if (kind != "classifier" && kind != "trunk") throw std::invalid_argument("it is neither a classifier nor a trunk");
    card.kind = kind == "trunk" ? ModelKind::Trunk : ModelKind::Classifier;
    card.name = textOf(value.at("name"));
    card.description = textOf(value.at("description"), kMaxTextBytes);
    card.network = textOf(value.at("network"));
    if (value.at("classes").size() > kMaxClasses) throw std::invalid_argument("it has more than " + std::to_string(kMaxClasses) + " classes");
    for (const auto& entry : value.at("classes")) card.classes.push_back(classFromJson(entry));
    card.blastClass = textOf(value.at("blastClass"));
    const auto& input = value.at("input");
    card.inputPx = integerOf(input.at("sizePx"));
    if (input.at("colourOrder").get<std::string>() != "RGB") throw std::invalid_argument("its colour order is not RGB");
    input.at("normalisation").at("mean").get_to(card.mean);
    input.at("normalisation").at("standardDeviation").get_to(card.standardDeviation);
    // These came to format 2 later: a card that does not have them knows of none.
    if (const auto stain = input.find("stain"); stain != input.end()) card.stain = soundOf(stain::stainReferenceFromJson(*stain, {}));
    if (const auto background = input.find("background"); background != input.end()) card.background = backgroundFromJson(*background);
    if (const auto colours = value.find("colours"); colours != value.end()) card.colours = soundOf(stain::shiftReferenceFromJson(*colours, {}));
    if (const auto sharpness = value.find("sharpness"); sharpness != value.end())
        card.sharpness = SharpnessReference{sharpness->at("least").get<double>(), sharpness->at("typical").get<double>(), integerOf(sharpness->at("smallestPx")), integerOf(sharpness->at("largestPx"))};
    if (const auto references = value.find("neighbours"); references != value.end()) card.referencesSha256 = textOf(references->at("sha256"));
    if (const auto eightBit = value.find("eightBit"); eightBit != value.end()) card.eightBit = eightBitFromJson(*eightBit);
    const auto& decision = value.at("decision");
    decision.at("uncertainBelow").get_to(card.uncertainBelow);
    card.temperature = optionalFromJson(decision.at("temperature"));
    card.threshold = optionalFromJson(decision.at("threshold"));
    card.training = trainingFromJson(value.at("training"));
    for (const auto& metric : value.at("metrics")) card.metrics.push_back(metricFromJson(metric));
    card.program = textOf(value.at("program"));
    card.created = textOf(value.at("created"));
    card.licence = textOf(value.at("licence"), kMaxTextBytes);
    card.intendedUse = textOf(value.at("intendedUse"), kMaxTextBytes);
    card.limits = textOf(value.at("limits"), kMaxTextBytes);
    card.weightsSha256 = textOf(value.at("weights").at("sha256"));
    return card;
}

}  // namespace

std::vector<std::string> ModelCard::classNames() const {
    std::vector<std::string> names;
    for (const auto& entry : classes) names.push_back(entry.name);
    return names;
}

std::optional<std::pair<double, double>> uncertainBand(const ModelCard& card) {
    if (card.classes.size() != 2 || card.blastClass.empty()) return std::nullopt;
    const auto logOdds = [](double p) {
        constexpr double kCertain = 40;  // no double is nearer to 1
        return std::clamp(std::log(p / (1 - p)), -kCertain, kCertain);
    };
    const auto probability = [](double odds) { return 1 / (1 + std::exp(-odds)); };
    const double middle = logOdds(card.threshold.value_or(0.5)), half = std::max(0.0, logOdds(card.uncertainBelow));
    return std::pair(probability(middle - half), probability(middle + half));
}

bool offersEightBit(const ModelCard& card) { return card.eightBit && card.eightBit->agreement >= kLeastAgreement; }

json toJson(const ModelCard& card) {
    json classes = json::array(), metrics = json::array();
    for (const auto& entry : card.classes) classes.push_back(toJson(entry));
    for (const auto& metric : card.metrics) metrics.push_back(toJson(metric));
    json input = {{"sizePx", card.inputPx}, {"colourOrder", "RGB"}, {"normalisation", {{"mean", card.mean}, {"standardDeviation", card.standardDeviation}}}};
    if (card.stain.method() != stain::StainMethod::None) input["stain"] = stain::toJson(card.stain);
    // Earlier programs leave it out, and answer the same for pictures like those of the training.
    if (const char* background = wordOf(card.background)) input["background"] = background;
    const bool isStained = card.stain.method() != stain::StainMethod::None;
    json whole = {{"format", kFormat},
                  {"formatVersion", isStained ? kFormatVersion : card.formatVersion},
                  {"kind", card.kind == ModelKind::Trunk ? "trunk" : "classifier"},
                  {"name", card.name},
                  {"description", card.description},
                  {"network", card.network},
                  {"classes", classes},
                  {"blastClass", card.blastClass},
                  {"input", input},
                  {"decision", {{"uncertainBelow", card.uncertainBelow}, {"temperature", orNull(card.temperature)}, {"threshold", orNull(card.threshold)}}},
                  {"training", toJson(card.training)},
                  {"metrics", metrics},
                  {"program", card.program},
                  {"created", card.created},
                  {"licence", card.licence},
                  {"intendedUse", card.intendedUse},
                  {"limits", card.limits},
                  {"weights", {{"file", "weights.safetensors"}, {"sha256", card.weightsSha256}}}};
    if (card.colours) whole["colours"] = stain::toJson(*card.colours);
    if (card.sharpness)
        whole["sharpness"] = {{"least", card.sharpness->least}, {"typical", card.sharpness->typical}, {"smallestPx", card.sharpness->smallestPx}, {"largestPx", card.sharpness->largestPx}};
    if (!card.referencesSha256.empty()) whole["neighbours"] = {{"file", "neighbours.safetensors"}, {"sha256", card.referencesSha256}};
    if (card.eightBit) whole["eightBit"] = toJson(*card.eightBit);
    return whole;
}

Result<ModelCard> modelCardFromJson(const json& value, const std::filesystem::path& file) {
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::DamagedModel, "the model card is damaged: " + what, file, "Export the model again.");
    };
    const auto format = value.find("format");
    if (!value.is_object() || format == value.end() || !format->is_string() || format->get_ref<const std::string&>() != kFormat)
        return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, "Choose a .leukomodel that Leukolens wrote.");
    try {
        const int version = integerOf(value.at("formatVersion"));
        if (version > kFormatVersion)
            return fail(ErrorCode::NotAModel, "is of format " + std::to_string(version) + ", this program reads up to " + std::to_string(kFormatVersion), file,
                        "Update Leukolens.");
        if (version < 1) return damaged("format " + std::to_string(version) + " never was");
        if (value.value("kind", "") == "detector")
            return fail(ErrorCode::NotAModel, "finds cells in whole fields, it does not classify pictures of single cells", file, "Use it by leukolens detect, or choose a classifier.");
        ModelCard card = readFields(version == 1 ? migratedFrom1(value) : value);
        if (const auto fault = faultOf(card); !fault.empty()) return damaged(fault);
        return card;
    } catch (const json::exception&) {
        return damaged("an entry is missing or of another kind");
    } catch (const std::invalid_argument& e) {
        return damaged(e.what());
    }
}

std::optional<ModelCard> modelCardFromText(const std::string& text) {
    const json value = json::parse(text, nullptr, false);
    if (value.is_discarded()) return std::nullopt;
    auto card = modelCardFromJson(value, {});
    return card ? std::optional(std::move(*card)) : std::nullopt;
}

Result<void> checkCard(const ModelCard& card, const std::filesystem::path& file) {
    try {
        // What is written has to be read again; strict, so that a text that is no UTF-8 is found here.
        const auto back = modelCardFromJson(json::parse(toJson(card).dump()), file);
        if (!back) return fail(ErrorCode::InvalidArgument, back.error().what, file, "Choose other names.");
        return {};
    } catch (const json::exception&) {
        return fail(ErrorCode::InvalidArgument, "one of the model card's texts is not UTF-8", file, "Choose other names.");
    }
}

void fillStandardTexts(ModelCard& card) {
    card.program = "Leukolens " LEUKOLENS_VERSION;
    card.licence = "Not stated. The terms of the training pictures apply.";
    card.intendedUse = "Research on pictures of single white blood cells that were stained, photographed and cut out as the training pictures were. "
                       "For research use only. Not for diagnosis.";
    card.limits = "Knows its own classes alone: another kind of cell may be put into one of them without a word. Other stains, cameras and "
                  "magnifications than those of the training pictures may give wrong answers with high probabilities.";
}

}  // namespace leukolens::inference
