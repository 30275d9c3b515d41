#include <algorithm>
#include <set>

#include "core/base/iso_time.h"
#include "core/casebook/archive_content.h"
#include "core/casebook/archive_zip.h"
#include "core/casebook/case_archive.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/deidentified_cell.h"
#include "core/casebook/thumbnails.h"
#include "core/digest/sha256.h"
#include "core/image/bare_picture.h"
#include "core/image/decode.h"
#include "core/inference/deidentified_card.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStage = "Reading pictures";
constexpr std::size_t kYearLength = 4;

/// A path of an older export may hold any bytes: what is no text becomes a replacement character.
std::string asText(const std::string& bytes) { return nlohmann::json::parse(toColumn(bytes)).get<std::string>(); }

std::string nameOf(const std::string& path) {
    std::string name = asText(toUtf8(fs::path(path).filename()));
    return name.empty() ? "picture" : name;
}

std::string asSha256(const std::string& sha256) { return digest::isSha256(sha256) ? sha256 : digest::sha256(sha256); }

/// Everything but pictures, as the store says it.
class Collector {
public:
    Collector(CaseStore& store, PatientId patient) : m_store(store), m_patient(patient) {}

    Result<ArchivedCase> collect() {
        Patients patients(m_store);
        auto found = patients.find(m_patient);
        if (!found) return fail(found.error());
        auto facts = patients.facts(m_patient);
        if (!facts) return fail(facts.error());
        auto head = AuditTrail(m_store).head();
        if (!head) return fail(head.error());
        ArchivedCase archived;
        archived.program = "Leukolens " LEUKOLENS_VERSION;
        archived.made = isoLocalTimeNow();
        archived.originHead = *head;
        archived.patient = found->patient;
        archived.facts = std::move(*facts);
        for (const CaseSummary& summary : found->sessions) {
            auto session = sessionOf(summary);
            if (!session) return fail(session.error());
            archived.sessions.push_back(std::move(*session));
        }
        if (auto ok = collectCards(archived); !ok) return fail(ok.error());
        return archived;
    }

private:
    Result<ArchivedSession> sessionOf(const CaseSummary& summary) {
        ArchivedSession session;
        session.summary = summary;
        auto signatures = m_store.signatures(summary.id);
        if (!signatures) return fail(signatures.error());
        session.signatures = std::move(*signatures);
        auto cells = m_store.cells(summary.id);
        if (!cells) return fail(cells.error());
        for (CaseCell& cell : *cells) {
            std::string sha256 = asSha256(cell.sha256);
            session.cells.push_back({std::move(cell), std::move(sha256), {}});
        }
        auto readings = m_store.readings(summary.id);
        if (!readings) return fail(readings.error());
        for (const Reading& reading : *readings) {
            auto decisions = m_store.readingDecisions(reading.id);
            if (!decisions) return fail(decisions.error());
            // Cells that have left the case since are not in the archive.
            std::erase_if(*decisions, [&](const auto& decision) { return std::none_of(session.cells.begin(), session.cells.end(), [&](const ArchivedCell& cell) { return cell.cell.id == decision.first; }); });
            session.readings.push_back({reading, std::move(*decisions)});
        }
        auto marks = m_store.slideCells(summary.id);
        if (!marks) return fail(marks.error());
        std::map<std::string, CellId> byPicture;
        for (const ArchivedCell& cell : session.cells) byPicture[cell.cell.path] = cell.cell.id;
        for (SlideCell& mark : *marks) {
            const auto cell = byPicture.find(mark.picture);
            mark.slide = nameOf(mark.slide);
            mark.picture.clear();
            session.marks.push_back({std::move(mark), cell == byPicture.end() ? CellId{0} : cell->second});
        }
        return session;
    }

    Result<void> collectCards(ArchivedCase& archived) {
        std::set<std::string> models;
        for (const ArchivedSession& session : archived.sessions)
            for (const ArchivedCell& cell : session.cells)
                if (digest::isSha256(cell.cell.modelSha256)) models.insert(cell.cell.modelSha256);
        for (const std::string& model : models) {
            auto card = m_store.modelCard(model);
            if (!card) return fail(card.error());
            if (!card->empty()) archived.cards[model] = std::move(*card);
        }
        return {};
    }

    CaseStore& m_store;
    PatientId m_patient;
};

Result<image::BarePicture> bareOf(const std::string& path, const std::string& sha256) {
    const auto bytes = readFile(path, image::DecodeLimits{}.maxFileBytes);
    if (!bytes) return fail(bytes.error());
    if (digest::sha256(*bytes) != sha256) return fail(ErrorCode::DataChanged, "is not the picture that was classified", path, "Put the old file back, then export again.");
    return image::withoutMetadata(*bytes, path);
}

/// Puts pictures, and what is small, into the zip.
class Packer {
public:
    Packer(CaseStore& store, ArchivedCase& archived, ArchiveWriter& zip, bool deidentified) : m_store(store), m_archived(archived), m_zip(zip), m_deidentified(deidentified) {}

    Result<void> pack(WrittenArchive& written, ProgressSink& progress, const CancelToken& cancel) {
        std::int64_t total = 0, done = 0;
        for (const ArchivedSession& session : m_archived.sessions) total += static_cast<std::int64_t>(session.cells.size());
        for (ArchivedSession& session : m_archived.sessions) {
            for (ArchivedCell& cell : session.cells) {
                if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
                progress.report({kStage, done++, total});
                if (auto ok = addCell(cell, written.missing); !ok) return ok;
            }
        }
        written.pictures = static_cast<int>(m_pictures.size());
        return {};
    }

    Result<void> addText(const char* name, std::string text) {
        m_archived.entries.push_back({name, digest::sha256(text), text.size()});
        return m_zip.addText(name, std::move(text));
    }

private:
    Result<void> addCell(ArchivedCell& cell, std::vector<Error>& missing) {
        const std::string path = cell.cell.path, original = cell.originalSha256;
        ++m_cells;
        const auto bare = bareOf(path, original);
        if (!bare) {
            if (bare.error().code == ErrorCode::OutOfMemory) return fail(bare.error());
            missing.push_back(bare.error());
        } else {
            cell.cell.sha256 = digest::sha256(bare->bytes);
            cell.cell.fileBytes = static_cast<std::int64_t>(bare->bytes.size());
            cell.picture = "pictures/" + cell.cell.sha256 + bare->extension;
            if (m_pictures.insert(cell.picture).second) {
                m_archived.entries.push_back({cell.picture, cell.cell.sha256, bare->bytes.size()});
                const auto again = [path, original, sha256 = cell.cell.sha256]() -> Result<Bytes> {
                    auto picture = bareOf(path, original);
                    if (!picture) return fail(picture.error());
                    if (digest::sha256(picture->bytes) != sha256) return fail(ErrorCode::DataChanged, "changed while it was packed", path);
                    return std::move(picture->bytes);
                };
                if (auto added = m_zip.add(cell.picture, bare->bytes.size(), again); !added) return added;
            }
        }
        // Who has the original would find it by its checksum, and by its size.
        if (cell.picture.empty() && m_deidentified) cell.cell.fileBytes = 0;
        if (cell.picture.empty()) cell.cell.sha256 = m_deidentified ? digest::sha256("no picture of cell " + std::to_string(m_cells)) : original;
        return addThumbnail(original, cell.cell.sha256);
    }

    Result<void> addThumbnail(const std::string& original, const std::string& sha256) {
        auto small = Thumbnails(m_store).find(original);
        if (!small) return fail(small.error());
        const std::string name = "thumbnails/" + sha256 + ".jpg";
        if (m_deidentified && !small->empty()) {
            auto bare = image::withoutMetadata(*small, {});
            // One that is no plain JPEG is left out.
            *small = bare && bare->extension == ".jpg" ? std::move(bare->bytes) : Bytes{};
        }
        if (small->empty() || !m_thumbnails.insert(name).second) return {};
        m_archived.entries.push_back({name, digest::sha256(*small), small->size()});
        const std::uint64_t size = small->size();
        return m_zip.add(name, size, [bytes = std::move(*small)]() -> Result<Bytes> { return bytes; });
    }

    CaseStore& m_store;
    ArchivedCase& m_archived;
    ArchiveWriter& m_zip;
    bool m_deidentified;
    int m_cells = 0;
    std::set<std::string> m_pictures, m_thumbnails;
};

/// Numbers of the store become 1, 2, 3…; a second reader is "reader 1".
void renumber(ArchivedSession& session, CaseId number, CellId& nextCell) {
    session.summary.id = number;
    std::map<CellId, CellId> numbers;
    for (ArchivedCell& cell : session.cells) {
        numbers[cell.cell.id] = nextCell;
        cell.cell.path = "cell " + std::to_string(nextCell);
        cell.cell.id = nextCell++;
    }
    for (std::size_t i = 0; ArchivedReading& archived : session.readings) {
        archived.reading.reader = "reader " + std::to_string(++i);
        std::map<CellId, ReaderVerdict> decisions;
        for (auto& [cell, verdict] : archived.decisions) decisions[numbers.at(cell)] = std::move(verdict);
        archived.decisions = std::move(decisions);
    }
    std::map<std::string, std::string> slides;
    for (ArchivedMark& archived : session.marks) {
        archived.mark.slide = slides.emplace(archived.mark.slide, "slide " + std::to_string(slides.size() + 1)).first->second;
        if (archived.cell != 0) archived.cell = numbers.at(archived.cell);
    }
}

/// `networks` gets the network of each model whose card is known. A text that is no card goes.
void hideCards(ArchivedCase& archived, std::map<std::string, std::string>& networks) {
    std::map<std::string, std::string> hidden;
    for (const auto& [sha256, text] : archived.cards) {
        const auto card = inference::deidentifiedCard(text);
        if (!card) continue;
        networks[sha256] = card->network;
        hidden[sha256] = inference::toJson(*card).dump();
    }
    archived.cards = std::move(hidden);
}

/// What the pictures are in the archive stays.
void hideAnswers(ArchivedSession& session, const std::map<std::string, std::string>& networks) {
    for (ArchivedCell& archived : session.cells) {
        const auto network = networks.find(archived.cell.modelSha256);
        const std::int64_t bytes = archived.cell.fileBytes;
        archived.cell = deidentified(std::move(archived.cell), inference::deidentifiedModelName(network == networks.end() ? std::string() : network->second));
        archived.cell.fileBytes = bytes;
        archived.originalSha256.clear();
    }
}

}  // namespace

void deidentify(ArchivedCase& archived) {
    std::vector<std::string> taken;
    for (const ArchivedSession& session : archived.sessions) taken.push_back(session.summary.taken);
    const DayCount days(archived.facts, taken);
    archived.deidentified = true;
    archived.since = days.since();
    archived.made = archived.made.substr(0, kYearLength);
    archived.patient.label = archived.patient.code;
    archived.patient.notes.clear();
    archived.patient.created.clear();
    archived.originHead = kNoHash;  // as the heads of signatures below
    for (PatientFact& fact : archived.facts) fact = deidentified(std::move(fact), days);
    std::map<std::string, std::string> networks;
    hideCards(archived, networks);
    CellId nextCell = 1;
    for (CaseId number = 1; ArchivedSession& session : archived.sessions) {
        session.summary.taken = days.dayOf(session.summary.taken);
        session.summary.comment.clear();
        session.summary.created.clear();
        for (Signature& signature : session.signatures) signature = deidentified(std::move(signature), days);
        for (ArchivedReading& reading : session.readings) {
            reading.reading.started = days.dayOf(reading.reading.started);
            reading.reading.finished = days.dayOf(reading.reading.finished);
        }
        hideAnswers(session, networks);
        renumber(session, number++, nextCell);
    }
}

Result<WrittenArchive> exportCase(CaseStore& store, PatientId patient, const fs::path& file, const ArchiveOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    Result<ArchivedCase> archived;
    std::vector<AuditRow> trail;
    const auto collected = store.atOneMoment([&]() -> Result<void> {
        archived = Collector(store, patient).collect();
        if (!archived) return fail(archived.error());
        if (options.deidentified) return {};
        auto rows = AuditTrail(store).ofPatient(patient);
        if (!rows) return fail(rows.error());
        trail = std::move(*rows);
        return {};
    });
    if (!collected) return fail(collected.error());
    auto zip = ArchiveWriter::create(file);
    if (!zip) return fail(zip.error());
    WrittenArchive written;
    written.file = file;
    written.sessions = static_cast<int>(archived->sessions.size());
    for (const ArchivedSession& session : archived->sessions) written.cells += static_cast<int>(session.cells.size());
    Packer packer(store, *archived, *zip, options.deidentified);
    if (auto ok = packer.pack(written, progress, cancel); !ok) return fail(ok.error());
    if (options.deidentified) {
        deidentify(*archived);
    } else {
        if (auto ok = packer.addText(kTrailEntry, toColumn(toJson(trail))); !ok) return fail(ok.error());
        for (ArchivedSession& session : archived->sessions)
            for (ArchivedCell& cell : session.cells) cell.cell.path = nameOf(cell.cell.path);
    }
    if (auto ok = zip->addText(kManifestEntry, toColumn(toJson(*archived))); !ok) return fail(ok.error());
    if (auto ok = zip->finish(progress, cancel); !ok) return fail(ok.error());
    return written;
}

}  // namespace leukolens::casebook
