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

    /// Cells go into `folder`/cells, the run into "run" of the settings' runs folder or, where that is taken, into one named
    /// by date.
    void start(const QString& folder);

private:
    void train();
    void classifyUnseen(const QString& runFolder);

    AppContext& m_context;
    MainWindow& m_window;
    DataWorkspace* m_data = nullptr;
    TrainWorkspace* m_train = nullptr;
};

}  // namespace leukolens::ui
