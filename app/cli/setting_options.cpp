#include "app/cli/setting_options.h"

#include <charconv>

#include "core/experiment/presets.h"
#include "core/experiment/setting_check.h"
#include "core/experiment/setting_table.h"

namespace leukolens::cli {
namespace {

using experiment::Setting;

/// Where the option is not called as the setting.
const std::map<std::string, std::string> kNames = {{"patienceEpochs", "--patience"}, {"network", "--model"},       {"weightsFile", "--weights"}, {"frozenUpTo", "--freeze-up-to"},
                                                   {"emaDecay", "--ema"},            {"plateauEpochs", "--plateau"}, {"augment", "--no-augmentation"}};

/// "weightDecay" → "--weight-decay".
std::string optionName(const Setting& setting) {
    if (const auto other = kNames.find(setting.key); other != kNames.end()) return other->second;
    std::string name = std::holds_alternative<bool>(setting.get({})) ? "--no-" : "--";
    for (const char c : std::string_view(setting.key)) {
        if (c >= 'A' && c <= 'Z') {
            name += '-';
            name += static_cast<char>(c - 'A' + 'a');
        } else {
            name += c;
        }
    }
    return name;
}

template <class T>
std::optional<Setting::Value> numberOf(const std::string& text) {
    T value{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Setting::Value> valueOf(const Setting& setting, const std::string& text) {
    const auto initial = setting.get({});
    if (std::holds_alternative<bool>(initial)) return false;  // there are only flags that switch off
    if (std::holds_alternative<std::int64_t>(initial)) return numberOf<std::int64_t>(text);
    if (std::holds_alternative<double>(initial)) return numberOf<double>(text);
    return text;
}

std::string defaultText(const Setting& setting) {
    const auto initial = setting.get({});
    if (const auto* whole = std::get_if<std::int64_t>(&initial)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&initial)) return experiment::plain(*number);
    const auto* text = std::get_if<std::string>(&initial);
    return text ? *text : std::string();
}

}  // namespace

void SettingOptions::addTo(CLI::App& verb) {
    constexpr const char* kGroups[] = {"Data and protocol", "Network", "Optimisation", "Augmentation"};
    for (const Setting& setting : experiment::settingTable()) {
        const std::string name = optionName(setting);
        const std::string key = setting.key;
        const bool isSwitch = std::holds_alternative<bool>(setting.get({}));
        // A comparison of networks may start from several files.
        const bool isList = key == "weightsFile";
        const auto takeAll = [this, key](const std::vector<std::string>& texts) { m_given[key] = texts; };
        const auto takeLast = [this, key](const std::string& text) { m_given[key] = {text}; };
        auto* option = isSwitch ? verb.add_flag_callback(name, [takeLast] { takeLast("false"); }, std::string("Not: ") + setting.help)
                       : isList ? verb.add_option_function<std::vector<std::string>>(name, takeAll, setting.help)->allow_extra_args(false)
                                : verb.add_option_function<std::string>(name, takeLast, setting.help);
        option->group(kGroups[static_cast<std::size_t>(setting.group)]);
        option->multi_option_policy(isList ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
        if (isSwitch) continue;
        option->type_name(experiment::kindOf(setting));
        option->default_str(defaultText(setting));
    }
    auto* quick = verb.add_flag_callback("--quick", [this] { m_quick = true; }, "Settings for trying out, as the window's: 75 px, 14 epochs at most, a rate and a batch that suit them");
    quick->group(kGroups[0]);
    auto* frozen = verb.add_flag_callback("--frozen-trunk", [this] { m_frozenTrunk = true; },
                                         "Train the last layer alone, on vectors computed once: seconds instead of hours; sets rate and dropout for it");
    frozen->group(kGroups[1]);
}

std::string SettingOptions::given(const std::string& key) const {
    const auto found = m_given.find(key);
    return found == m_given.end() ? std::string() : found->second.back();
}

std::vector<std::string> SettingOptions::takeAll(const std::string& key) {
    const auto given = m_given.extract(key);
    return given ? given.mapped() : std::vector<std::string>();
}

Result<experiment::TrainSettings> SettingOptions::appliedTo(experiment::TrainSettings settings) const {
    std::vector<std::string> wrong;
    if (m_quick) settings = experiment::quickPreset(settings);
    // A network that is not known is complained about below.
    if (!given("network").empty() && !m_given.contains("inputPx")) settings = experiment::withNetwork(settings, given("network"));
    // What is frozen already has its rate.
    if (m_frozenTrunk && settings.frozenUpTo != engine::kWholeTrunk) settings = experiment::withFrozenTrunk(settings);
    for (const auto& [key, texts] : m_given) {
        const std::string& text = texts.back();
        const Setting& setting = *experiment::findSetting(key);
        const auto value = valueOf(setting, text);
        const auto complaint = value ? experiment::complaintAbout(setting, *value)
                                     : std::optional<std::string>(optionName(setting) + " is " + experiment::shortened(text) + ", expected " + experiment::kindOf(setting));
        if (complaint) {
            wrong.push_back(*complaint);
        } else {
            setting.set(settings, *value);
        }
    }
    if (!wrong.empty()) return fail(ErrorCode::InvalidArgument, experiment::joined(wrong), {}, "See leukolens train --help.");
    return settings;
}

}  // namespace leukolens::cli
