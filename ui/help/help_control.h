// Opens the help wherever somebody asks for it: F1 in any window of the program, entries of the menu, Help beside an error.
#pragma once

#include <QObject>

namespace leukolens::ui {

class AppSettings;
class HelpWindow;
class MainWindow;

/// Lives as long as the window, of which it is a child.
class HelpControl : public QObject {
    Q_OBJECT
public:
    HelpControl(AppSettings& settings, MainWindow& window);

    /// Null until it is opened for the first time.
    HelpWindow* window() const { return m_help; }

protected:
    /// F1, from whichever widget has the focus: a shortcut would not reach windows of their own, nor dialogs that wait for an answer.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void open(const QString& place);
    QString placeFrom(const QWidget* focused) const;

    AppSettings& m_settings;
    MainWindow& m_window;
    HelpWindow* m_help = nullptr;
};

}  // namespace leukolens::ui
