// A patient's whole case as one file, and back: to be kept, or to be opened on another computer with its pictures.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/casebook/case_store.h"
#include "core/casebook/kept_pictures.h"
#include "core/casebook/patients.h"

namespace leukolens::casebook {

struct ArchiveOptions {
    /// The label is Patient::code, dates are days (DayCount), notes, comments, names of people, times, names of files and the trail are left out; facts, signatures, cells and cards of models as their deidentified().
    bool deidentified = false;
};

struct WrittenArchive {
    std::filesystem::path file;
    int sessions = 0, cells = 0, pictures = 0;
    std::vector<Error> missing;  ///< of cells whose picture is gone, changed or cannot be decoded: they are in the archive without it
};

/// A zip: manifest.json (version 1, see docs/architecture.md), trail.json (the case's lines with their hashes, word for word), pictures/SHA-256.{jpg,png}, thumbnails/SHA-256.jpg. The manifest has length and SHA-256 of every
/// other entry. Pictures are image::withoutMetadata(): of a file that was changed by that the manifest has the old checksum too. Pictures are those of cells alone: no slide, and no label of one; of slides only the name is
/// told. The same case gives the same bytes but for the time it was made. Saved atomically, replacing what is there. Fails with NotFound, Cancelled, DiskFull and as reading and writing do.
Result<WrittenArchive> exportCase(CaseStore& store, PatientId patient, const std::filesystem::path& file, const ArchiveOptions& options, ProgressSink& progress, const CancelToken& cancel);

struct ImportOptions {
    bool addToExisting = false;  ///< sessions join the patient of that label, if there is one; notes stay, facts that stand there already are not repeated
};

struct ImportedCase {
    PatientId patient = 0;
    std::vector<CaseId> sessions;  ///< in the order of the archive
    int cells = 0, pictures = 0;
    std::string originHead;        ///< of the trail that it came from
    bool deidentified = false;
};

/// Every length, name, checksum, number and picture is looked at before anything is kept. Pictures go to `kept`, everything else into the store in one transaction. The sessions are open: signatures hold where they were given,
/// and stand in the trail, whose line "import_case" names archive, origin's head and signatures. A deidentified archive has no dates: day 0 is shown as 2000-01-01, and the comment of each session says so.
/// Fails with AlreadyExists (a patient of that label, and not addToExisting), NotAFile, NotFound, NoPermission, ReadFailed (no archive of a case, damaged, or of a newer version), TooLarge, Cancelled, and as writing does; then
/// the store is as before, and no picture is left behind. `named` in errors is ARCHIVE/entry.
Result<ImportedCase> importCase(CaseStore& store, const std::filesystem::path& archive, const KeptPictures& kept, const ImportOptions& options, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::casebook
