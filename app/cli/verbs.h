// The verbs of the command line. Each addX() adds its options and says in `run` what is done when it was chosen.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace leukolens::cli {

/// The chosen verb's work, returning the exit status; empty until the command line was read.
using Work = std::function<int()>;

void addDemo(CLI::App& app, Work& work, int& argc, char** argv);
void addDataset(CLI::App& app, Work& work);
void addTrain(CLI::App& app, Work& work);
void addBench(CLI::App& app, Work& work);
void addClassify(CLI::App& app, Work& work);
void addDetect(CLI::App& app, Work& work);
void addDetectDemo(CLI::App& detect, Work& work);      ///< to the verb detect
void addDetectTrain(CLI::App& detect, Work& work);     ///< likewise
void addDetectEvaluate(CLI::App& detect, Work& work);  ///< likewise
void addDetectCompare(CLI::App& detect, Work& work);   ///< likewise
void addSlide(CLI::App& app, Work& work);
void addFindCells(CLI::App& slide, Work& work);  ///< to the verb slide
void addModel(CLI::App& app, Work& work);
void addCase(CLI::App& app, Work& work);
void addCaseTransfer(CLI::App& verb, Work& work);  ///< export and import, to the verb case
void addReport(CLI::App& app, Work& work, int& argc, char** argv);
void addEvaluate(CLI::App& app, Work& work, int& argc, char** argv);
void addCompare(CLI::App& app, Work& work);
void addSelftest(CLI::App& app, Work& work, int& argc, char** argv);

/// Whether that is the first word of a command line, and no file's name.
bool isVerb(const std::string& word);

/// Reads the command line and does what it asks.
int runCommandLine(int argc, char** argv);

}  // namespace leukolens::cli
