// `leukolens demo` with a display: the window does by itself what a person would click. Draws cells, trains on them with the
// Quick preset, then classifies the cells that the first fold's network has never seen.
#pragma once

#include <QObject>
#include <QString>

namespace leukolens::ui {

class AppContext;
class DataWorkspace;
class MainWindow;
class TrainWorkspace;

class DemoTour : public QObject {
    Q_OBJECT
public:
    DemoTour(AppContext& context, MainWindow& window, QObject* parent);

    /// Everything goes into `folder`: cells/ and run/ or, where that run is already there, a run named by date.
    void start(const QString& folder);

private:
    void train();
    void classifyUnseen(const QString& runFolder);

    AppContext& m_context;
    MainWindow& m_window;
    DataWorkspace* m_data = nullptr;
    TrainWorkspace* m_train = nullptr;
    QString m_folder;
};

}  // namespace leukolens::ui
