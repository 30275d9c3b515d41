#include "ui/shell/settings_file.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/weights/checked_json.h"
#include "ui/shell/setting_editors.h"

namespace leukolens::ui {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "leukolens-settings";
constexpr int kVersion = 1;
constexpr std::uint64_t kMostBytes = 1u << 20;
constexpr int kMostDepth = 4;
constexpr qsizetype kMostChars = 10'000;
constexpr const char* kAdvice = "Choose a file that Export settings wrote.";

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SettingsFile)
};

/// Of this person or this computer, not of a laboratory's seats.
bool staysHere(const SettingSpec& spec) {
    return spec.kind == SettingKind::Hidden || spec.key == SettingKey::UserName || spec.key == SettingKey::ModelFile || spec.key == SettingKey::DataFolder;
}

bool isServer(const QString& address) { return address.contains(QLatin1String("://")); }

QString nameOf(const SettingSpec& spec) { return Words::tr("%1 (%2)").arg(settingText(spec.label), QLatin1String(spec.name)); }
QString nameOf(const ShortcutSpec& spec) { return Words::tr("%1 (%2)").arg(Shortcuts::label(spec.id), QLatin1String(spec.name)); }

QString shown(const SettingSpec& spec, const QVariant& value) {
    const QString text = value.toString();
    switch (spec.kind) {
        case SettingKind::Choice:
        case SettingKind::Integer:
            for (const auto& [choice, label] : spec.choices)
                if (choice == text) return settingText(label);
            return text;
        case SettingKind::Flag: return value.toBool() ? Words::tr("on") : Words::tr("off");
        case SettingKind::Folder:
        case SettingKind::Store: return text.isEmpty() ? Words::tr("standard place") : text;
        case SettingKind::Lines: return text.isEmpty() ? Words::tr("none") : text.split('\n').join(QStringLiteral(" / "));
        default: return text.isEmpty() ? Words::tr("none") : text;
    }
}

QString shown(const QKeySequence& keys) { return keys.isEmpty() ? Words::tr("none") : keys.toString(QKeySequence::NativeText); }

/// The value in the table's type, or why not.
tl::expected<QVariant, QString> checkedText(const SettingSpec& spec, const QString& text) {
    const bool place = spec.kind == SettingKind::Path || spec.kind == SettingKind::Picture || spec.kind == SettingKind::Folder || spec.kind == SettingKind::Store;
    if (text.size() > kMostChars) return tl::unexpected(Words::tr("longer than %Ln character(s).", "", static_cast<int>(kMostChars)));
    if (spec.kind != SettingKind::Lines && text.contains('\n')) return tl::unexpected(Words::tr("more than one line."));
    if (text.contains(QChar(0))) return tl::unexpected(Words::tr("not a text."));
    if (spec.kind == SettingKind::Store && isServer(text)) return tl::unexpected(Words::tr("the address of a server is not taken over from a file. Type it in Storage."));
    if (place && !text.isEmpty() && !QDir::isAbsolutePath(text)) return tl::unexpected(Words::tr("not a whole path: %1").arg(text));
    if (spec.kind == SettingKind::Choice && std::ranges::none_of(spec.choices, [&](const auto& choice) { return choice.first == text; }))
        return tl::unexpected(Words::tr("“%1” is none of its values.").arg(text));
    return QVariant(text);
}

tl::expected<QVariant, QString> checkedValue(const SettingSpec& spec, const json& value) {
    if (spec.kind == SettingKind::Flag) {
        if (!value.is_boolean()) return tl::unexpected(Words::tr("neither true nor false."));
        return QVariant(value.get<bool>());
    }
    if (spec.kind == SettingKind::Integer) {
        if (!value.is_number_integer()) return tl::unexpected(Words::tr("not a whole number."));
        const bool tooLarge = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(spec.high);
        if (tooLarge || value.get<std::int64_t>() < spec.low || value.get<std::int64_t>() > spec.high) return tl::unexpected(Words::tr("not between %1 and %2.").arg(spec.low).arg(spec.high));
        return QVariant(static_cast<int>(value.get<std::int64_t>()));
    }
    if (!value.is_string()) return tl::unexpected(Words::tr("not a text."));
    return checkedText(spec, QString::fromStdString(value.get<std::string>()));
}

void readSetting(const QString& name, const json& value, const AppSettings& settings, SettingsImport& found) {
    const auto& table = AppSettings::table();
    const auto spec = std::ranges::find_if(table, [&](const SettingSpec& one) { return name == QLatin1String(one.name); });
    if (spec == table.end()) return void(found.refused << Words::tr("%1: this version has no such setting.").arg(name));
    if (staysHere(*spec)) return void(found.refused << Words::tr("%1: is not taken over from a file.").arg(name));
    const auto checked = checkedValue(*spec, value);
    if (!checked) return void(found.refused << Words::tr("%1: %2").arg(nameOf(*spec), checked.error()));
    const QVariant now = settings.value(spec->key);
    if (now == *checked) return void(++found.same);
    found.changes.push_back({spec->key, {}, *checked, settingText(spec->label), shown(*spec, now), shown(*spec, *checked)});
}

/// All together: two may change places.
void readShortcuts(const json& all, const AppSettings& settings, SettingsImport& found) {
    std::map<ShortcutId, QKeySequence> wanted;
    for (const auto& [name, value] : all.items()) {
        const ShortcutSpec* spec = Shortcuts::specNamed(QString::fromStdString(name));
        if (!spec) {
            found.refused << Words::tr("%1: this version has no such shortcut.").arg(QString::fromStdString(name));
            continue;
        }
        const QString text = value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
        const QKeySequence keys(text, QKeySequence::PortableText);
        // What Qt does not know becomes an unknown key, or another text.
        if (!value.is_string() || keys.toString(QKeySequence::PortableText) != text) found.refused << Words::tr("%1: not a combination of keys.").arg(nameOf(*spec));
        else wanted.emplace(spec->id, keys);
    }
    const auto then = [&](ShortcutId id) {
        const auto one = wanted.find(id);
        return one != wanted.end() ? one->second : Shortcuts::keysIn(settings, id);
    };
    for (auto one = wanted.begin(); one != wanted.end();) {
        const QString problem = Shortcuts::problemWith(one->first, one->second, then);
        if (problem.isEmpty()) {
            ++one;
            continue;
        }
        found.refused << Words::tr("%1: %2").arg(nameOf(Shortcuts::spec(one->first)), problem);
        wanted.erase(one);
        one = wanted.begin();  // what stays as it is may now be in the way of another
    }
    for (const auto& [id, keys] : wanted) {
        const QKeySequence now = Shortcuts::keysIn(settings, id);
        if (now == keys) ++found.same;
        else found.changes.push_back({{}, id, QVariant::fromValue(keys), Shortcuts::label(id), shown(now), shown(keys)});
    }
}

}  // namespace

std::string exportedSettings(const AppSettings& settings) {
    json values = json::object(), keys = json::object();
    for (const SettingSpec& spec : AppSettings::table()) {
        if (staysHere(spec) || (spec.kind == SettingKind::Store && isServer(settings.text(spec.key)))) continue;
        if (spec.kind == SettingKind::Flag) values[spec.name] = settings.flag(spec.key);
        else if (spec.kind == SettingKind::Integer) values[spec.name] = settings.number(spec.key);
        else values[spec.name] = settings.text(spec.key).toStdString();
    }
    for (const ShortcutSpec& spec : Shortcuts::table()) keys[spec.name] = Shortcuts::keysIn(settings, spec.id).toString(QKeySequence::PortableText).toStdString();
    return json{{"format", kFormat}, {"version", kVersion}, {"program", LEUKOLENS_VERSION}, {"settings", values}, {"shortcuts", keys}}.dump(2) + '\n';
}

Result<SettingsImport> readSettings(const std::filesystem::path& file, const AppSettings& settings) {
    const auto bytes = readFile(file, kMostBytes);
    if (!bytes) return fail(bytes.error());
    json all;
    try {
        all = weights::parseChecked(*bytes, kMostDepth);
    } catch (const std::invalid_argument& problem) {
        return fail(ErrorCode::InvalidArgument, std::string("holds no settings: ") + problem.what(), file, kAdvice);
    }
    if (!all.is_object() || all.value("format", json()) != kFormat) return fail(ErrorCode::InvalidArgument, "holds no settings of this program", file, kAdvice);
    const json version = all.value("version", json());
    if (!version.is_number_integer() || version.get<std::int64_t>() < 1) return fail(ErrorCode::InvalidArgument, "holds no settings of this program", file, kAdvice);
    if (version.get<std::int64_t>() > kVersion) return fail(ErrorCode::InvalidArgument, "was written by a newer version", file, "Update Leukolens.");
    SettingsImport found;
    for (const auto& [name, part] : all.items()) {
        if (name == "settings" && part.is_object()) {
            for (const auto& [key, value] : part.items()) readSetting(QString::fromStdString(key), value, settings, found);
        } else if (name == "shortcuts" && part.is_object()) {
            readShortcuts(part, settings, found);
        } else if (name != "format" && name != "version" && name != "program") {
            found.refused << Words::tr("%1: this version has no such part.").arg(QString::fromStdString(name));
        }
    }
    return found;
}

std::vector<SettingChange> presentValues(const AppSettings& settings, const std::vector<SettingChange>& changes) {
    std::vector<SettingChange> present = changes;
    for (SettingChange& change : present) {
        std::swap(change.now, change.then);
        change.value = change.key ? settings.value(*change.key) : QVariant::fromValue(Shortcuts::keysIn(settings, change.shortcut));
    }
    return present;
}

void applyChanges(AppSettings& settings, const std::vector<SettingChange>& changes) {
    // Shortcuts that change places are in each other's way for a moment.
    for (const SettingChange& change : changes)
        if (!change.key) Shortcuts::set(settings, change.shortcut, {});
    for (const SettingChange& change : changes) {
        if (change.key) settings.set(*change.key, change.value);
        else Shortcuts::set(settings, change.shortcut, change.value.value<QKeySequence>());
    }
}

}  // namespace leukolens::ui
