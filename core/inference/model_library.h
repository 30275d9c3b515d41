// The models kept on this computer: a folder of .leukomodel files and models.json, which lists them with the titles given here.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/inference/import_weights.h"
#include "core/inference/model_card.h"

namespace leukolens::inference {

struct LibraryModel {
    std::filesystem::path file;
    std::string sha256;  ///< of the whole file: what cases refer to
    std::string title;   ///< shown in lists; at first the card's name. Renaming changes this, never the file
    std::string added;   ///< ISO 8601, UTC
    ModelCard card;
};

struct AddedModel : LibraryModel {
    bool alreadyThere = false;  ///< nothing was added: this is the entry that was there, under its own title
};

struct LibraryProblem {
    std::filesystem::path file;
    Error error;
};

struct LibraryContent {
    std::vector<LibraryModel> models;      ///< sorted by title
    std::vector<LibraryProblem> problems;  ///< files of the folder that are no usable models
};

/// One process's view of the folder; a worker thread's business (files are read). Two programs may work on one folder: each change
/// reads models.json anew under a lock.
class ModelLibrary {
public:
    /// The folder is made when something is added.
    explicit ModelLibrary(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return m_folder; }

    /// Quick where nothing changed: the cards are in models.json, a file is read again only when its size or time differ.
    Result<LibraryContent> list() const;

    /// Copies a .leukomodel, or imports weights (see importModel). A file that is there already is not added twice: its entry is
    /// returned.
    Result<AddedModel> add(const std::filesystem::path& file, const ImportChoices& choices) const;

    /// title: not empty, up to 120 characters. Fails with NotFound if the model is gone, InvalidArgument for the title.
    Result<void> rename(const std::string& sha256, const std::string& title) const;

    /// Deletes the file. The caller makes sure that no case refers to it.
    Result<void> remove(const std::string& sha256) const;

private:
    std::filesystem::path m_folder;
};

}  // namespace leukolens::inference
