// Manifests of archives, which come from anywhere.
#include <algorithm>
#include <cmath>
#include <new>
#include <set>
#include <stdexcept>

#include "core/base/iso_date.h"
#include "core/casebook/archive_content.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/embedding.h"
#include "core/casebook/thumbnails.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/weights/checked_json.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 8;
constexpr std::size_t kMostSessions = 10'000, kMostCells = 200'000, kMostClasses = 1'000, kMostListed = 100'000;
constexpr std::int64_t kMostEntryBytes = 1ll << 32;
constexpr double kMostDisagreement = 0.72;
constexpr int kMostViews = 64;

/// Leaves the parser; what() says what is wrong.
[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

/// One object of the manifest; `where` names it in refusals: "a cell".
class Reader {
public:
    Reader(const json& object, const char* where) : m_object(object), m_where(where) {
        if (!object.is_object()) refuse(std::string(where) + " is no object");
    }

    const json& at(const char* key) const {
        const auto found = m_object.find(key);
        if (found == m_object.end()) refuse(std::string(m_where) + " has no \"" + key + "\"");
        return *found;
    }

    std::string text(const char* key) const {
        const json& value = at(key);
        if (!value.is_string()) refuse(std::string(m_where) + " has a \"" + key + "\" that is no text");
        const auto& text = value.get_ref<const std::string&>();
        if (!isPlainText(text)) refuse(std::string(m_where) + " has a \"" + key + "\" that is no plain text");
        return text;
    }

    std::string textOrNull(const char* key) const { return at(key).is_null() ? std::string() : text(key); }

    bool flag(const char* key) const {
        const json& value = at(key);
        if (!value.is_boolean()) refuse(std::string(m_where) + " has a \"" + key + "\" that is neither true nor false");
        return value.get<bool>();
    }

    double number(const char* key, double least, double most) const {
        const json& value = at(key);
        const double number = value.is_number() ? value.get<double>() : std::nan("");
        if (!(number >= least && number <= most)) refuse(std::string(m_where) + " has a \"" + key + "\" outside its range");
        return number;
    }

    std::int64_t whole(const char* key, std::int64_t least, std::int64_t most) const {
        const json& value = at(key);
        const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most) : value.is_number_integer();
        if (!fits || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most) refuse(std::string(m_where) + " has a \"" + key + "\" outside its range");
        return value.get<std::int64_t>();
    }

    const json& list(const char* key, std::size_t most) const {
        const json& value = at(key);
        if (!value.is_array() || value.size() > most) refuse(std::string(m_where) + " has a \"" + key + "\" that is no list, or a longer one than any case has");
        return value;
    }

    std::vector<std::string> texts(const char* key, std::size_t most) const {
        std::vector<std::string> texts;
        for (const json& value : list(key, most)) {
            if (!value.is_string() || !isPlainText(value.get_ref<const std::string&>())) refuse(std::string(m_where) + " has a \"" + key + "\" that is no list of texts");
            texts.push_back(value.get<std::string>());
        }
        return texts;
    }

    std::string sha256(const char* key) const {
        std::string digits = text(key);
        if (!digest::isSha256(digits)) refuse(std::string(m_where) + " has a \"" + key + "\" that is no SHA-256");
        return digits;
    }

    /// A date where `dates`, otherwise a day; or empty where that is allowed.
    std::string date(const char* key, bool dates, bool mayBeEmpty) const {
        std::string when = text(key);
        const bool sound = when.empty() ? mayBeEmpty : dates ? isoDate(when).has_value() : numberOfDay(when).has_value();
        if (!sound) refuse(std::string(m_where) + " has a \"" + key + "\" that is no " + (dates ? "date" : "day"));
        return when;
    }

private:
    const json& m_object;
    const char* m_where;
};

template <class Value>
Value oneOf(const std::string& word, std::initializer_list<std::pair<const char*, Value>> known, const char* what) {
    for (const auto& [name, value] : known)
        if (word == name) return value;
    refuse(std::string("there is no ") + what + " \"" + word + "\"");
}

/// The one form that names in an archive have: nothing that leads out of it.
bool isEntryName(const std::string& name, std::string_view folder, std::initializer_list<std::string_view> endings) {
    constexpr std::size_t kDigits = 64;
    if (!name.starts_with(folder) || name.size() < folder.size() + kDigits) return false;
    const std::string_view rest = std::string_view(name).substr(folder.size());
    return digest::isSha256(rest.substr(0, kDigits)) && std::find(endings.begin(), endings.end(), rest.substr(kDigits)) != endings.end();
}

std::uint64_t mostBytesOf(const std::string& entry) {
    if (entry == kTrailEntry) return kMostTextBytes;
    return entry.starts_with("pictures/") ? image::DecodeLimits().maxFileBytes : kMostThumbnailBytes;
}

ArchivedCell cellFrom(const json& object, bool dates) {
    const Reader reader(object, "a cell");
    ArchivedCell archived;
    CaseCell& cell = archived.cell;
    cell.id = reader.whole("id", 1, INT64_MAX);
    cell.path = reader.text("name");
    if (cell.path.empty()) refuse("a cell has no name");
    cell.sha256 = reader.sha256("sha256");
    archived.originalSha256 = reader.at("originalSha256").is_null() ? std::string() : reader.sha256("originalSha256");
    archived.picture = reader.textOrNull("picture");
    cell.modelName = reader.text("model");
    cell.modelSha256 = reader.text("modelSha256");
    cell.classes = reader.texts("classes", kMostClasses);
    for (const json& probability : reader.list("probabilities", kMostClasses)) {
        const double value = probability.is_number() ? probability.get<double>() : std::nan("");
        if (!(value >= 0 && value <= 1)) refuse("a cell has a probability outside 0 to 1");
        cell.probabilities.push_back(value);
    }
    cell.asked.views = static_cast<int>(reader.whole("views", 1, kMostViews));
    cell.asked.otherModels = reader.texts("otherModels", kMostClasses);
    if (!reader.at("disagreement").is_null()) cell.disagreement = reader.number("disagreement", 0, kMostDisagreement);
    cell.predictedClass = reader.text("predicted");
    cell.assignedClass = reader.text("class");
    cell.flags = reader.texts("flags", kMostClasses);
    auto vector = embeddingFromColumn(reader.text("embedding"));
    if (!vector) refuse("a cell's vector is no vector");
    cell.embedding = std::move(*vector);
    cell.added = reader.text("added");
    if (!dates) cell.added.clear();
    cell.fileBytes = reader.whole("bytes", 0, kMostEntryBytes);
    cell.excluded = reader.flag("excluded");
    cell.marked = reader.flag("marked");
    cell.reviewed = reader.flag("reviewed");
    if (const auto sound = validate(cell); !sound) refuse(sound.error().what);
    return archived;
}

ArchivedReading readingFrom(const json& object) {
    const Reader reader(object, "a reading");
    ArchivedReading archived;
    archived.reading.reader = reader.text("reader");
    archived.reading.started = reader.text("started");
    archived.reading.finished = reader.text("finished");
    for (const json& entry : reader.list("decisions", kMostCells)) {
        const Reader decision(entry, "a decision of a reading");
        archived.decisions[decision.whole("cell", 1, INT64_MAX)] = {decision.text("class"), decision.flag("excluded")};
    }
    return archived;
}

ArchivedMark markFrom(const json& object) {
    constexpr double kMostPx = 1e7;
    const Reader reader(object, "a mark on a slide");
    ArchivedMark archived;
    SlideCell& mark = archived.mark;
    mark.slide = reader.text("slide");
    if (mark.slide.empty()) refuse("a mark on a slide names no slide");
    mark.x = reader.number("x", -kMostPx, kMostPx);
    mark.y = reader.number("y", -kMostPx, kMostPx);
    mark.width = reader.number("width", 1e-9, kMostPx);
    mark.height = reader.number("height", 1e-9, kMostPx);
    if (!reader.at("score").is_null()) mark.score = reader.number("score", 0, 1);
    if (!reader.at("cell").is_null()) archived.cell = reader.whole("cell", 1, INT64_MAX);
    mark.removal = oneOf<Removal>(reader.text("removal"), {{"none", Removal::None}, {"taken_out", Removal::TakenOut}, {"undone", Removal::Undone}}, "reason for removal");
    return archived;
}

ArchivedSession sessionFrom(const json& object, bool dates) {
    const Reader reader(object, "a session");
    ArchivedSession session;
    session.summary.id = reader.whole("id", 1, INT64_MAX);
    session.summary.taken = reader.date("taken", dates, !dates);
    session.summary.material = oneOf<Material>(reader.text("material"), {{"", Material::Unknown}, {"blood", Material::Blood}, {"marrow", Material::Marrow}, {"other", Material::Other}}, "material");
    session.summary.comment = reader.text("comment");
    session.summary.created = reader.text("created");
    session.summary.state = oneOf<CaseState>(reader.text("state"), {{"open", CaseState::Open}, {"awaiting_second", CaseState::AwaitingSecond}, {"signed", CaseState::Signed}}, "state");
    for (const json& entry : reader.list("signatures", kMostListed)) {
        const Reader signature(entry, "a signature");
        session.signatures.push_back({signature.text("person"), signature.text("role"), signature.text("time"), signature.text("head"), signature.flag("reentered")});
    }
    std::set<CellId> known;
    for (const json& entry : reader.list("cells", kMostCells)) {
        session.cells.push_back(cellFrom(entry, dates));
        if (!known.insert(session.cells.back().cell.id).second) refuse("two cells have the same number");
    }
    for (const json& entry : reader.list("readings", kMostListed)) {
        session.readings.push_back(readingFrom(entry));
        for (const auto& [cell, verdict] : session.readings.back().decisions)
            if (!known.contains(cell)) refuse("a reading decides a cell that is not there");
    }
    for (const json& entry : reader.list("marks", kMostCells)) {
        session.marks.push_back(markFrom(entry));
        if (session.marks.back().cell != 0 && !known.contains(session.marks.back().cell)) refuse("a mark on a slide names a cell that is not there");
    }
    return session;
}

PatientFact factFrom(const json& object, bool dates) {
    const Reader reader(object, "a fact");
    PatientFact fact;
    fact.name = reader.text("name");
    fact.value = reader.text("value");
    fact.date = reader.date("date", dates, true);
    fact.note = reader.text("note");
    fact.entered = reader.text("entered");
    fact.enteredBy = reader.text("enteredBy");
    return fact;
}

void readEntries(ArchivedCase& archived, const Reader& manifest) {
    std::set<std::string> names;
    for (const json& listed : manifest.list("entries", 2 * kMostCells + 1)) {
        const Reader reader(listed, "an entry");
        const ArchiveEntry entry{reader.text("name"), reader.sha256("sha256"), static_cast<std::uint64_t>(reader.whole("bytes", 0, kMostEntryBytes))};
        if (entry.name != kTrailEntry && !isEntryName(entry.name, "pictures/", {".jpg", ".png"}) && !isEntryName(entry.name, "thumbnails/", {".jpg"})) refuse("an entry has a name that no archive has");
        if (entry.bytes > mostBytesOf(entry.name)) refuse("an entry is larger than any of its kind");
        if (!names.insert(entry.name).second) refuse("two entries have the same name");
        archived.entries.push_back(entry);
    }
    for (const ArchivedSession& session : archived.sessions)
        for (const ArchivedCell& cell : session.cells) {
            if (cell.picture.empty()) continue;
            if (!names.contains(cell.picture) || !isEntryName(cell.picture, "pictures/", {".jpg", ".png"})) refuse("a cell names a picture that is not there");
            if (cell.picture.find(cell.cell.sha256) == std::string::npos) refuse("a cell's picture is not named by its checksum");
        }
}

ArchivedCase readManifest(const json& object) {
    const Reader manifest(object, "the manifest");
    ArchivedCase archived;
    archived.program = manifest.text("program");
    archived.made = manifest.text("made");
    archived.deidentified = manifest.flag("deidentified");
    archived.since = oneOf<DayCount::Since>(manifest.text("daysSince"), {{"nothing", DayCount::Since::Nothing}, {"treatment_start", DayCount::Since::TreatmentStart}, {"first_session", DayCount::Since::FirstSession}}, "start");
    archived.originHead = Reader(manifest.at("origin"), "the origin").sha256("auditHead");
    const Reader patient(manifest.at("patient"), "the patient");
    archived.patient.label = patient.text("label");
    archived.patient.notes = patient.text("notes");
    archived.patient.created = patient.text("created");
    const bool dates = !archived.deidentified;
    for (const json& fact : manifest.list("facts", kMostListed)) archived.facts.push_back(factFrom(fact, dates));
    std::size_t cells = 0;
    for (const json& session : manifest.list("sessions", kMostSessions)) {
        archived.sessions.push_back(sessionFrom(session, dates));
        cells += archived.sessions.back().cells.size();
        if (cells > kMostCells) refuse("there are more cells than any case has");
    }
    if (asLabel(archived.patient.label).empty() && archived.sessions.size() > 1) refuse("a patient without a name has several sessions");
    for (const json& listed : manifest.list("models", kMostClasses)) {
        const Reader model(listed, "a model");
        archived.cards[model.sha256("sha256")] = model.text("card");
    }
    readEntries(archived, manifest);
    return archived;
}

}  // namespace

Result<ArchivedCase> archivedCaseFromJson(std::span<const std::uint8_t> text, const std::filesystem::path& archive) {
    constexpr const char* kAdvice = "Export the case again.";
    try {
        const json object = weights::parseChecked(text, kMaxDepth);
        if (!object.is_object() || object.value("format", json()) != kArchiveFormat || !object.contains("version") || !object["version"].is_number_integer())
            return fail(ErrorCode::ReadFailed, "is no archive of a case", archive, "Choose a zip that Leukolens exported.");
        if (object["version"].get<std::int64_t>() > kArchiveVersion) return fail(ErrorCode::ReadFailed, "is of a newer version", archive, "Update Leukolens.");
        return readManifest(object);
    } catch (const std::invalid_argument& e) {
        return fail(ErrorCode::ReadFailed, std::string("the archive is damaged: ") + e.what(), archive, kAdvice);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::TooLarge, "the archive says more than there is memory for", archive, "Close other programs, or import it on a larger computer.");
    }
}

}  // namespace leukolens::casebook
