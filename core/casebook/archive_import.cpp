#include <algorithm>
#include <set>

#include "core/base/iso_date.h"
#include "core/casebook/archive_content.h"
#include "core/casebook/archive_zip.h"
#include "core/casebook/case_archive.h"
#include "core/casebook/case_state.h"
#include "core/casebook/thumbnails.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr const char* kStage = "Reading pictures";
constexpr const char* kCopyAdvice = "Copy the file again from where it came.";

/// Where day 0 is shown of a case without dates.
constexpr std::chrono::sys_days kDayZero = std::chrono::year{2000} / std::chrono::January / 1;

std::string dateOf(const std::string& day) {
    const auto number = numberOfDay(day);
    constexpr int kMostDays = 365 * 900;  // isoDate() knows years 1000 to 9999
    return number && std::abs(*number) <= kMostDays ? isoDate(kDayZero + std::chrono::days(*number)) : std::string();
}

/// Pictures that were kept and are taken back unless the import is done.
class KeptForNow {
public:
    explicit KeptForNow(const KeptPictures& kept) : m_kept(kept) {}
    KeptForNow(const KeptForNow&) = delete;
    KeptForNow& operator=(const KeptForNow&) = delete;
    ~KeptForNow() {
        std::error_code ignored;
        for (const fs::path& file : m_new) {
            fs::remove(file, ignored);
            fs::remove(file.parent_path(), ignored);  // stays where others lie in it
        }
    }

    Result<fs::path> keep(const Bytes& bytes, const std::string& name) {
        const auto before = listed(bytes);
        auto file = m_kept.keep(bytes, name);
        if (file && !before.contains(file->filename())) m_new.push_back(*file);
        return file;
    }
    void stay() { m_new.clear(); }

private:
    /// Names in the folder of that picture.
    std::set<fs::path> listed(const Bytes& bytes) const {
        constexpr std::size_t kDigitsInPath = 16;
        std::set<fs::path> names;
        std::error_code none;
        for (fs::directory_iterator at(m_kept.folder() / digest::sha256(bytes).substr(0, kDigitsInPath), none), end; !none && at != end; at.increment(none)) names.insert(at->path().filename());
        return names;
    }

    const KeptPictures& m_kept;
    std::vector<fs::path> m_new;
};

/// The archive once all of it was found sound.
struct Opened {
    ArchivedCase archived;
    std::vector<std::pair<std::string, Bytes>> thumbnails;  ///< by the SHA-256 of their picture
};

Result<Bytes> checkedEntry(ArchiveReader& zip, const ArchiveEntry& entry, const fs::path& archive) {
    auto bytes = zip.read(entry.name, entry.bytes);
    if (!bytes) return bytes;
    if (bytes->size() != entry.bytes || digest::sha256(*bytes) != entry.sha256) return fail(ErrorCode::ReadFailed, "does not match its checksum", archive / entry.name, kCopyAdvice);
    return bytes;
}

Result<ArchivedCase> readManifest(ArchiveReader& zip, const fs::path& archive) {
    if (!zip.holds(kManifestEntry)) return fail(ErrorCode::ReadFailed, "is no archive of a case", archive, "Choose a zip that Leukolens exported.");
    const auto text = zip.read(kManifestEntry, kMostTextBytes);
    if (!text) return fail(text.error());
    auto archived = archivedCaseFromJson(*text, archive);
    if (!archived) return archived;
    if (zip.entries() != archived->entries.size() + 1) return fail(ErrorCode::ReadFailed, "the archive is damaged: it holds other files than its manifest names", archive, kCopyAdvice);
    return archived;
}

/// The name that a kept picture gets: that of the original, with the ending of what it is now.
std::string keptName(const ArchivedCell& cell) {
    const fs::path entry(cell.picture);
    return fs::path(cell.cell.path).stem().string() + entry.extension().string();
}

/// Checks every entry, keeps the pictures, and points the cells to them.
Result<std::vector<std::pair<std::string, Bytes>>> keepPictures(ArchiveReader& zip, ArchivedCase& archived, const fs::path& archive, KeptForNow& kept, ImportedCase& imported, ProgressSink& progress, const CancelToken& cancel) {
    std::map<std::string, std::vector<ArchivedCell*>> users;
    for (ArchivedSession& session : archived.sessions)
        for (ArchivedCell& cell : session.cells)
            if (!cell.picture.empty()) users[cell.picture].push_back(&cell);
    // A small picture stands for its checksum from then on: only of cells that are here, and whose picture is not.
    std::set<std::string> wanted;
    for (const ArchivedSession& session : archived.sessions)
        for (const ArchivedCell& cell : session.cells)
            if (cell.picture.empty()) wanted.insert(cell.cell.sha256);
    std::vector<std::pair<std::string, Bytes>> thumbnails;
    std::uint64_t unpacked = 0;
    for (std::size_t i = 0; i < archived.entries.size(); ++i) {
        const ArchiveEntry& entry = archived.entries[i];
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        progress.report({kStage, static_cast<std::int64_t>(i), static_cast<std::int64_t>(archived.entries.size())});
        unpacked += entry.bytes;
        if (unpacked > kMostUnpackedBytes) return fail(ErrorCode::TooLarge, "unpacks to more than it may", archive, kCopyAdvice);
        auto bytes = checkedEntry(zip, entry, archive);
        if (!bytes) return fail(bytes.error());
        const std::string stem = fs::path(entry.name).stem().string();
        if (entry.name.starts_with("thumbnails/") && wanted.contains(stem)) thumbnails.emplace_back(stem, std::move(*bytes));
        if (!entry.name.starts_with("pictures/")) continue;
        if (stem != entry.sha256) return fail(ErrorCode::ReadFailed, "the archive is damaged: a picture is not named by its checksum", archive / entry.name, kCopyAdvice);
        if (const auto pixels = image::decodeBytes(*bytes, archive / entry.name); !pixels) return fail(pixels.error());
        for (ArchivedCell* cell : users[entry.name]) {
            auto file = kept.keep(*bytes, keptName(*cell));
            if (!file) return fail(file.error());
            cell->cell.path = toUtf8(*file);
            cell->cell.fileBytes = static_cast<std::int64_t>(bytes->size());
        }
        ++imported.pictures;
    }
    return thumbnails;
}

}  // namespace

/// Puts an archive that was found sound into the store. Every step throws what goes wrong; the transaction around them takes all back.
class CaseImport {
public:
    CaseImport(CaseStore& store, const fs::path& archive, const KeptPictures& kept) : m_store(store), m_archive(archive), m_kept(kept) {}

    Result<void> put(ArchivedCase& archived, const std::vector<std::pair<std::string, Bytes>>& thumbnails, const ImportOptions& options, ImportedCase& imported) {
        auto* state = m_store.m_state.get();
        return guarded(*state->database, [&]() -> Result<void> {
            imported.sessions.clear();  // run again where the connection had ended before
            imported.cells = 0;
            Transaction transaction(state->sql());
            const auto known = state->patientNamed(asLabel(archived.patient.label));
            if (known && !options.addToExisting)
                throw Refused{{ErrorCode::AlreadyExists, "there is a patient of that name already", state->path(), "Import the sessions into that patient's case, or rename that patient first."}};
            if (known) imported.patient = *known;
            else if (archived.sessions.empty()) imported.patient = must(Patients(m_store).create(archived.patient.label));
            for (ArchivedSession& session : archived.sessions) imported.sessions.push_back(putSession(archived, session, imported));
            if (!known) putNotes(archived, imported.patient);
            const json facts = putFacts(archived, imported.patient);
            for (const auto& [sha256, card] : archived.cards) mustDo(m_store.keepModelCard(sha256, card));
            mustDo(Thumbnails(m_store).keep(thumbnails));
            if (imported.sessions.empty() || !facts.empty()) {
                json detail = origin(archived);
                if (!facts.empty()) detail["facts"] = facts;
                state->record(std::nullopt, imported.patient, "import_case", detail);
            }
            transaction.commit();
            return {};
        });
    }

private:
    template <class Value>
    static Value must(Result<Value> result) {
        if (!result) throw Refused{result.error()};
        return std::move(*result);
    }
    static void mustDo(const Result<void>& result) {
        if (!result) throw Refused{result.error()};
    }

    json origin(const ArchivedCase& archived) const {
        return {{"archive", toUtf8(m_archive.filename())}, {"program", archived.program}, {"made", archived.made}, {"head", archived.originHead}, {"deidentified", archived.deidentified}};
    }

    CaseId putSession(const ArchivedCase& archived, ArchivedSession& session, ImportedCase& imported) {
        const CaseId id = must(m_store.createCase(archived.patient.label));
        const CaseSummary created = must(m_store.findCase(id));
        imported.patient = created.patient;
        describe(archived, session, created);
        const auto numbers = putCells(session, id);
        imported.cells += static_cast<int>(numbers.size());
        json readings = json::array();
        for (const ArchivedReading& reading : session.readings) readings.push_back(putReading(reading, id, numbers));
        putMarks(session, id);
        json detail = origin(archived);
        if (!readings.empty()) detail["readings"] = std::move(readings);
        detail["session"] = session.summary.id;
        detail["state"] = session.summary.state == CaseState::Signed ? "signed" : session.signatures.empty() ? "open" : "awaiting";
        for (const Signature& signature : session.signatures) detail["signatures"].push_back({{"person", signature.person}, {"role", signature.role}, {"time", signature.time}, {"head", signature.head}});
        m_store.m_state->record(id, "import_case", detail);
        return id;
    }

    void describe(const ArchivedCase& archived, const ArchivedSession& session, const CaseSummary& created) {
        std::string taken = session.summary.taken, comment = session.summary.comment;
        if (archived.deidentified) {
            comment = "De-identified: dates are days, and day 0 is shown as " + isoDate(kDayZero) + ".";
            taken = dateOf(taken);
            if (taken.empty()) taken = isoDate(kDayZero);
        }
        mustDo(m_store.describeSample(created.id, taken, session.summary.material, comment, created.version));
    }

    /// New numbers by those in the archive.
    std::map<CellId, CellId> putCells(ArchivedSession& session, CaseId id) {
        std::vector<CaseCell> cells;
        std::vector<CellId> before;
        for (const ArchivedCell& archived : session.cells) {
            before.push_back(archived.cell.id);
            cells.push_back(archived.cell);
            cells.back().id = 0;
            if (archived.picture.empty()) cells.back().path = toUtf8(m_kept.folder() / fs::path(archived.cell.path).filename());
        }
        if (!cells.empty()) mustDo(m_store.addCells(id, cells));
        std::map<CellId, CellId> numbers;
        for (std::size_t i = 0; i < cells.size(); ++i) numbers[before[i]] = cells[i].id;
        return numbers;
    }

    /// When it was made, for the trail: here it is of now.
    json putReading(const ArchivedReading& archived, CaseId id, const std::map<CellId, CellId>& numbers) {
        const ReadingId reading = must(m_store.startReading(id, archived.reading.reader));
        std::vector<CaseStore::ReadingDecision> decisions;
        for (const auto& [cell, verdict] : archived.decisions) decisions.emplace_back(numbers.at(cell), verdict);
        mustDo(m_store.decideReading(reading, decisions));
        if (!archived.reading.finished.empty()) mustDo(m_store.finishReading(reading));
        return {{"number", reading}, {"started", archived.reading.started}, {"finished", archived.reading.finished}};
    }

    /// Slides do not travel: whoever puts a copy of one beside the pictures finds its marks there.
    void putMarks(const ArchivedSession& session, CaseId id) {
        std::map<CellId, std::string> pictures;
        for (const ArchivedCell& cell : session.cells)
            if (!cell.picture.empty()) pictures[cell.cell.id] = cell.cell.path;
        std::vector<SlideCell> marks;
        std::map<Removal, std::vector<std::size_t>> removed;
        for (const ArchivedMark& archived : session.marks) {
            SlideCell mark = archived.mark;
            removed[std::exchange(mark.removal, Removal::None)].push_back(marks.size());
            mark.slide = toUtf8(m_kept.folder() / fs::path(mark.slide).filename());
            if (const auto known = pictures.find(archived.cell); known != pictures.end()) mark.picture = known->second;
            marks.push_back(std::move(mark));
        }
        mustDo(m_store.addSlideCells(id, marks));
        for (const auto& [removal, places] : removed) {
            if (removal == Removal::None) continue;
            std::vector<SlideCellId> ids;
            for (const std::size_t place : places) ids.push_back(marks[place].id);
            mustDo(m_store.removeSlideCells(id, ids, removal));
        }
    }

    void putNotes(const ArchivedCase& archived, PatientId patient) {
        if (archived.patient.notes.empty()) return;
        const PatientSummary found = must(Patients(m_store).find(patient));
        mustDo(Patients(m_store).setNotes(patient, archived.patient.notes, found.patient.version));
    }

    /// Who had entered which, and when, for the trail: here who imports them enters them.
    json putFacts(const ArchivedCase& archived, PatientId patient) {
        json entered = json::array();
        const std::vector<PatientFact> before = must(Patients(m_store).facts(patient));
        for (PatientFact fact : archived.facts) {
            if (archived.deidentified) fact = dated(std::move(fact));
            if (fact.value.empty()) continue;
            if (std::any_of(before.begin(), before.end(), [&](const PatientFact& known) { return known.name == fact.name && known.value == fact.value && known.date == fact.date; })) continue;
            const PatientFact added = must(Patients(m_store).addFact(patient, fact));
            if (!fact.enteredBy.empty()) entered.push_back({{"number", added.id}, {"entered", fact.entered}, {"by", fact.enteredBy}});
        }
        return entered;
    }

    /// As a store keeps it.
    static PatientFact dated(PatientFact fact) {
        fact.date = dateOf(fact.date);
        if (fact.name == "treatmentStart") fact.value = dateOf(fact.value);
        if (fact.value == kHiddenAge) {
            fact.value = std::to_string(static_cast<int>(kHiddenAgeYears));
            fact.note = "90 years or more";
        }
        return fact;
    }

    CaseStore& m_store;
    const fs::path& m_archive;
    const KeptPictures& m_kept;
};

Result<ImportedCase> importCase(CaseStore& store, const fs::path& archive, const KeptPictures& kept, const ImportOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    auto zip = ArchiveReader::open(archive);
    if (!zip) return fail(zip.error());
    auto archived = readManifest(*zip, archive);
    if (!archived) return fail(archived.error());
    ImportedCase imported;
    imported.originHead = archived->originHead;
    imported.deidentified = archived->deidentified;
    KeptForNow pictures(kept);
    const auto thumbnails = keepPictures(*zip, *archived, archive, pictures, imported, progress, cancel);
    if (!thumbnails) return fail(thumbnails.error());
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    if (auto done = CaseImport(store, archive, kept).put(*archived, *thumbnails, options, imported); !done) return fail(done.error());
    pictures.stay();
    return imported;
}

}  // namespace leukolens::casebook
