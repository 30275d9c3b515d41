// Train, Compare models: which networks are to be compared, and from which weights beside random ones.
#pragma once

#include <QFrame>

#include "core/experiment/train_settings.h"

class QCheckBox;
class QLabel;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace leukolens::ui {

class ComparisonChooser : public QFrame {
    Q_OBJECT
public:
    explicit ComparisonChooser(QWidget* parent = nullptr);

    /// What all are trained with; only shown.
    void setSettings(const experiment::TrainSettings& settings);
    /// Puts the training form's weights on the list; taken off, they come again only when they are others. Empty: none.
    void offerWeights(const QString& file);
    /// Why nothing can be started now; empty: it can.
    void setObstacle(const QString& obstacle);

    std::vector<std::string> networks() const;  ///< that are ticked, in the order they are offered
    std::vector<std::string> weights() const;

Q_SIGNALS:
    void startRequested();
    void openRequested();  ///< a comparison of an earlier time

private:
    void createNetworks(QVBoxLayout& column);
    void createWeights(QVBoxLayout& column);
    void createButtons(QVBoxLayout& column);
    void addWeights();
    void addFile(const QString& file);
    void removeWeights();
    void refresh();

    std::vector<QCheckBox*> m_networks;  ///< parallel to experiment::comparableNetworks()
    QListWidget* m_weights = nullptr;
    QLabel *m_settings = nullptr, *m_obstacle = nullptr, *m_none = nullptr;
    QString m_outside, m_offered;
    QPushButton *m_start = nullptr, *m_remove = nullptr;
};

}  // namespace leukolens::ui
