// Something to show in every workspace, all of it drawn: cells, a field, a run, a model, patients with sessions. For tests and programs that look at the window as a whole.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leukolens::test {

struct Staging {
    /// False: a run written by hand and a network that never learnt, in about a second. True: a short training, whose network answers; minutes.
    bool trained = false;
    int cellSidePx = 96;
    int cellsPerSubject = 4;  ///< of twelve subjects, in the data
    int cellsPerSession = 12;
};

/// What lies below one folder. Made once; many windows can be opened on it, one after another.
struct StagedFiles {
    std::filesystem::path folder;
    std::filesystem::path cells;       ///< labelled cells, in folders as C-NMC has them
    std::filesystem::path field;       ///< a drawn field, whose cells are marked in the newest session and belong to it
    std::filesystem::path model;       ///< of the library
    std::filesystem::path otherModel;  ///< that the library does not have
    std::filesystem::path run;         ///< a finished training
    std::filesystem::path secondRun;   ///< another one, to compare with
    std::filesystem::path caseStore;   ///< three patients, five sessions, one of them signed
    std::filesystem::path models;      ///< folder of the library
    std::filesystem::path settings;    ///< the program's, naming all these
};

/// Throws std::runtime_error with what failed. `folder` is there and empty.
StagedFiles stageFiles(const std::filesystem::path& folder, const Staging& how = {});

}  // namespace leukolens::test
