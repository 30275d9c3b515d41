// Private to this folder: what names of folders, columns and files give away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leukolens::dataset {

/// ASCII letters in lower case, other bytes as they are.
std::string lowerCase(std::string_view text);

/// The runs of letters and digits, in lower case; bytes outside ASCII are letters. "Train_set-01" is train, set, 01.
std::vector<std::string> wordsOf(std::string_view text);

/// A part of a data set and no class: train, test, val, validation, "training_data", fold_1, Testing…
bool isPartName(std::string_view name);

/// A name as studies give to people: it holds a digit ("P07", "UID_11", "患者3"), is one letter, or says subject, patient, case, donor or the like.
/// Not what numbers batches, fields, magnifications, years or dates ("batch2", "img 3", "40x", "2019").
bool looksLikeSubject(std::string_view name);

/// A usual name of a class of cells ("blast", "ALL", "lymphocyte", "negative", "B-ALL").
bool looksLikeClass(std::string_view name);

/// Without case and surrounding blanks, "_" as a space: names that agree in this may mean the same.
std::string comparable(std::string_view name);

}  // namespace leukolens::dataset
