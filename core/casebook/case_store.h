// Cases of a lab in one SQLite file or on a PostgreSQL server. Every change is one transaction together with its line in the audit trail.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/casebook/case_lock.h"
#include "core/casebook/case_types.h"
#include "core/casebook/store_address.h"

namespace leukolens::casebook {

/// Sessions with their cells, readings and places on slides. Patients, the trail, accounts and small pictures of the same store: Patients, AuditTrail, Accounts, Thumbnails.
/// Not thread-safe: used from one thread (in the window: the store worker). Every change of a signed case, or of one that awaits its second signature, is CaseSigned until it is reopened.
class CaseStore {
public:
    /// Opens or creates the file (WAL, foreign keys, synchronous full), or the tables on a server. A file of an older version is brought up to date in one transaction,
    /// once a copy of it lies beside it (FILE.vN-backup, N its version; one that is there is kept). Fails with NotFound (no such folder), NoPermission,
    /// DiskFull or StoreFailed (not a case file, of a newer version, or the server cannot be reached); the file is then as it was.
    static Result<std::unique_ptr<CaseStore>> open(const StoreAddress& address);
    ~CaseStore();

    /// The copy that was made while opening a file of an older version; empty where none was.
    const std::filesystem::path& backupMade() const;

    /// Whom the audit trail names from now on; the login name until then. Empty: the login name again. Passed over while somebody is logged in (Accounts).
    void setUser(std::string user);
    const std::string& user() const;

    /// What `work` reads through this store is of one moment, whatever others change meanwhile. It changes nothing and calls neither this nor AuditTrail::verify().
    Result<void> atOneMoment(const std::function<Result<void>()>& work);

    // Cases.
    /// Names may be any UTF-8 text without NUL; other bytes are InvalidArgument.
    /// A session of the patient of that name, who is made where there is none; an empty name is a patient of its own each time.
    Result<CaseId> createCase(const std::string& name);
    /// The session is that patient's from now on. Where nobody has that name yet and the patient so far has no other session, the patient is renamed instead, and keeps facts and notes.
    /// Conflict as describeSample(). Returns the version of the session's row now.
    Result<RowVersion> renameCase(CaseId id, const std::string& name, RowVersion seen);
    /// `taken` as CaseSummary::taken (InvalidArgument). Conflict where the session's row has changed since `seen`.
    Result<void> describeSample(CaseId id, const std::string& taken, Material material, const std::string& comment, RowVersion seen);
    Result<std::vector<CaseSummary>> listCases();  ///< newest change first
    Result<CaseSummary> findCase(CaseId id);       ///< NotFound
    /// How many cases hold a cell that this model (SHA-256 of its file) classified, alone or with others. Cells removed from a case do not count.
    Result<int> casesUsingModel(const std::string& modelSha256);
    /// Classes that the models of a case's cells answer with, in the models' order: also those that no cell got.
    Result<std::vector<std::string>> knownClasses(CaseId id);
    /// Who may change this case: this store, or whoever holds it. Two claims of one store share the lock. Fails as CaseLock does.
    Result<CaseClaim> claimCase(CaseId id);

    // Cells: changed by who holds the case's lock, so that nobody else's change comes between.
    /// Adds in one transaction; ids, times and versions are filled in on return (unchanged on failure). One finite probability a class, or
    /// InvalidArgument. A cell that has an id already is put back under it, history and all: it was removed from this case (else
    /// InvalidArgument).
    Result<void> addCells(CaseId id, std::vector<CaseCell>& cells);
    /// In the order they were added, cells put back in their old places.
    Result<std::vector<CaseCell>> cells(CaseId id);
    /// Sets what stands of cells, one action and one line in the trail, with old and new values and the reason that a person typed. A cell that
    /// is not in the case is InvalidArgument, one that has changed since it was seen Conflict, and then nothing is changed. Cells that have that verdict already are passed over; where nothing
    /// changes and there is no reason, no line is written. Taking back is the same call with the old verdicts.
    Result<void> decide(CaseId id, std::span<const CellDecision> decisions, const std::string& reason = {});
    /// Removed cells leave the case; the audit trail keeps that they were there.
    Result<void> removeCells(CaseId id, const std::vector<CellId>& cells);

    // Signing.
    /// By user(). Conflict where the session's row has changed since `seen`. WrongState while the case is empty, or while a cell in Unidentified is neither reviewed nor excluded; also by the same person twice. In a store with accounts the passphrase of who is logged in is
    /// asked for (NotAllowed, as Accounts::logIn()), and a technician may not. Where two have to sign (StoreRules) the first signature leaves the case AwaitingSecond.
    Result<void> sign(CaseId id, RowVersion seen, const std::string& passphrase = {});
    Result<std::vector<Signature>> signatures(CaseId id);  ///< those that hold, oldest first
    /// Takes all signatures back; they stay in the trail. The reason may be empty. WrongState where nobody has signed; NotAllowed for a technician.
    Result<void> reopen(CaseId id, const std::string& reason);

    // Second readings: of an open or a signed case, for they change nothing in it.
    /// The reader's unfinished reading of this case, or a new one. InvalidArgument: the reader has no name.
    Result<ReadingId> startReading(CaseId id, const std::string& reader);
    /// What the reader says of cells now; nothing: undecided again. One action, one line in the trail. WrongState once it is finished;
    /// InvalidArgument for a cell that is not in the case.
    using ReadingDecision = std::pair<CellId, std::optional<ReaderVerdict>>;
    Result<void> decideReading(ReadingId id, std::span<const ReadingDecision> decisions);
    Result<void> finishReading(ReadingId id);
    Result<std::vector<Reading>> readings(CaseId id);  ///< in the order they were started
    Result<std::map<CellId, ReaderVerdict>> readingDecisions(ReadingId id);

    // Where on slides white cells are. They belong to a case, and are shown again when it is opened.
    /// Adds in one transaction and one line in the trail; ids are filled in on return. InvalidArgument: no path, a place or size that no slide has, a score outside 0…1.
    Result<void> addSlideCells(CaseId id, std::vector<SlideCell>& cells);
    Result<std::vector<SlideCell>> slideCells(CaseId id);  ///< of all its slides, removed ones too, in the order they were added; StoreFailed where a row cannot be
    /// That they are not to be shown, or are again. One that is not in the case is InvalidArgument, and then nothing is changed.
    Result<void> removeSlideCells(CaseId id, std::span<const SlideCellId> cells, Removal removal);
    /// Which picture was cut out around each.
    Result<void> setSlidePictures(CaseId id, std::span<const std::pair<SlideCellId, std::string>> pictures);

    // Models.
    /// The card (JSON, as in the model's file) of a model by its SHA-256, so that reports can tell its threshold and calibration when the file is gone. One that is there is kept.
    Result<void> keepModelCard(const std::string& modelSha256, const std::string& card);
    Result<std::string> modelCard(const std::string& modelSha256);  ///< empty where none was kept

    /// What happened to one cell, oldest first; found by an index, however long the trail is. Empty for a cell that never was in the case.
    Result<std::vector<CellEvent>> history(CaseId id, CellId cell);

private:
    friend class Patients;
    friend class AuditTrail;
    friend class Accounts;
    friend class Thumbnails;
    friend class CaseImport;
    struct State;
    explicit CaseStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace leukolens::casebook
