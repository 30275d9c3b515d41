// Every network on the same cells: a queue of runs over one split, then one table of them.
#pragma once

#include <functional>
#include <optional>

#include "core/evaluation/comparison.h"
#include "core/experiment/compared_networks.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// In the comparison's folder: what is told of it, the same as a table for spreadsheets, and the runs, a folder a row by its name.
inline constexpr const char* kComparisonFile = "comparison.json";
inline constexpr const char* kComparisonTable = "comparison.csv";
inline constexpr const char* kComparedRuns = "runs";

/// A run of the queue.
struct ComparisonEntry {
    std::string network;
    std::string weightsFile;  ///< absolute; empty: random initialisation
    friend bool operator==(const ComparisonEntry&, const ComparisonEntry&) = default;
};

enum class Initialisation { Random, ImageNet, OtherWeights };

enum class RowState { Waiting, Done, Failed };

struct ComparedRow {
    std::string name;                  ///< of its folder below runs/: "alexnet", "inception_v3-weights"; the ensemble: "ensemble"
    ComparisonEntry entry;             ///< network empty: the ensemble
    Initialisation initialisation = Initialisation::Random;
    int inputPx = 0;                   ///< as trained; 0: the ensemble
    double learningRate = 0;           ///< likewise
    RowState state = RowState::Waiting;
    std::optional<Error> error;        ///< why it failed; it is tried again when the comparison goes on
    std::vector<evaluation::Figure> figures;  ///< parallel to ModelComparison::keys; empty until it is done
    std::int64_t parameters = 0;       ///< nn::parameterCount(); of the ensemble the sum
    std::optional<double> secondsAnEpoch;   ///< mean over folds and epochs; empty: nothing is trained in epochs
    std::optional<double> imagesASecond;    ///< answers of the first fold's model, from pictures in memory; of the ensemble as if its networks answered one after another
    std::string device, precision;     ///< as trained and measured
    std::optional<evaluation::Difference> difference;  ///< of accuracy, this row less ModelComparison::reference

    bool isEnsemble() const { return entry.network.empty(); }
};

struct ModelComparison {
    std::filesystem::path folder;
    TrainSettings settings;            ///< what the rows' settings are made from
    TrainOptions options;
    evaluation::BootstrapOptions bootstrap;
    std::vector<std::string> classes;
    std::filesystem::path dataSource;
    dataset::ReadChoices readAs;
    std::string dataSha256;
    bool overSubjects = false;         ///< intervals are over subjects, otherwise over images
    std::vector<evaluation::MetricKey> keys;  ///< accuracy, weighted F1, area under the ROC curve, expected calibration error (of probabilities without temperature)
    std::string reference;             ///< name of the first InceptionV3 row that is done; empty: none is
    std::vector<ComparedRow> rows;     ///< the ensemble last

    bool finished() const;             ///< nothing waits, nothing failed
};

/// One entry a network, from random weights; behind it one more for each of `weights` that fits it. Fails with InvalidArgument for a network that is not known and for weights that fit none of
/// them, and as opening the weights does.
Result<std::vector<ComparisonEntry>> entriesOf(const std::vector<std::string>& networks, const std::vector<std::string>& weights);

/// The name of every registered network, in the order they are offered.
std::vector<std::string> comparableNetworks();

/// That several networks can be trained with these settings: no weights of their own, nothing frozen. Fails with InvalidArgument, as validate() too.
Result<void> checkComparable(const TrainSettings& base);

/// `base` for one row: its network and weights, withNetwork()'s input, the base's learning rate or the most that suits the network, and settled(). Unequal classes are not balanced for a fitted head.
Result<TrainSettings> settingsOf(const ComparisonEntry& entry, const TrainSettings& base);

/// Begins a comparison in `folder` (absent or empty): all that can be refused is refused here. Fails as checkComparable(), with AlreadyExists, InvalidArgument,
/// LeakingSplit, as makeSplit() and writing do. Trains nothing.
Result<ModelComparison> beginComparison(const dataset::Dataset& dataset, const TrainSettings& base, const std::vector<ComparisonEntry>& entries, const std::filesystem::path& folder,
                                        const TrainOptions& options, const evaluation::BootstrapOptions& bootstrap, ProgressSink& progress, const CancelToken& cancel);

/// Fails with NotFound where the folder holds no comparison, and with ReadFailed where its file is damaged.
Result<ModelComparison> readComparison(const std::filesystem::path& folder);
bool holdsComparison(const std::filesystem::path& folder);

/// Where its data are and how they were read, as readDataOfRun() wants it.
RunRecord dataOf(const ModelComparison& comparison);

struct ComparisonControl {
    RunControl run;
    /// After each step: which row is under way (−1: none), and all that is known by then. Called from the training thread.
    std::function<void(const ModelComparison&, int row)> changed = [](const ModelComparison&, int) {};
};

/// Trains what waits or failed, row after row, then computes the ensemble; what is done is left alone. comparison.json and comparison.csv are written after each row. A row that fails is recorded
/// and stops no other. Fails with Cancelled (what is there is kept), DataChanged, with AlreadyExists where a row's folder holds another run or is trained into by another program, and where
/// comparison.json cannot be written. Long: call it from a worker.
Result<void> goOnWithComparison(const dataset::Dataset& dataset, ModelComparison& comparison, const ComparisonControl& control);

}  // namespace leukolens::experiment
