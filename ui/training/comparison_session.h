// One comparison of models: begins it, goes on with it, and tells where it stands. Without widgets. GUI thread only; the work is done on the context's training worker.
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

#include "core/experiment/model_comparison.h"

class QTimer;

namespace leukolens::ui {

class AppContext;

/// What is to be compared.
struct ComparisonWish {
    experiment::TrainSettings settings;  ///< of all rows; which weights to start from `weights` says, not this
    std::vector<std::string> networks, weights;
    std::filesystem::path folder;
    experiment::TrainOptions options;
};

class ComparisonSession : public QObject {
    Q_OBJECT
public:
    explicit ComparisonSession(AppContext& context, QObject* parent = nullptr);
    ~ComparisonSession() override;

    /// What is known of the comparison that is shown; empty: none is.
    const std::optional<experiment::ModelComparison>& comparison() const { return m_comparison; }
    bool running() const { return m_live != nullptr; }
    int row() const { return running() ? m_row : -1; }  ///< that is under way; −1: none
    bool canTrain() const;  ///< no other training runs

    /// Nothing happens while a training runs.
    void begin(std::shared_ptr<const dataset::Dataset> dataset, const ComparisonWish& wish);
    void goOn();
    void stop();
    void open(const std::filesystem::path& folder);

Q_SIGNALS:
    void changed();
    void canTrainChanged();
    void ended();  ///< by itself, whether rows failed or not
    void failed(const QString& summary, const leukolens::Error& error);

private:
    struct Live;
    using Work = std::function<Result<experiment::ModelComparison>(const experiment::ComparisonControl& control)>;
    void launch(Work work, const QString& failure);
    void drain();

    AppContext& m_context;
    std::optional<experiment::ModelComparison> m_comparison;
    std::shared_ptr<Live> m_live;  ///< while it runs
    int m_row = -1;
    bool m_couldTrain = true;
    QTimer* m_drainTimer = nullptr;
};

}  // namespace leukolens::ui
