// The help: contents and search at the left, a page at the right. Everything in it is in the program; it opens no address.
#pragma once

#include <QWidget>

#include "ui/help/help_library.h"

class QLabel;
class QToolButton;

namespace leukolens::ui {

class AppSettings;
class HelpContents;
class HelpView;

class HelpWindow : public QWidget {
    Q_OBJECT
public:
    /// In the language that the window speaks when it is made.
    explicit HelpWindow(AppSettings& settings, QWidget* parent = nullptr);

    /// Shows a place of help::open() and comes to the front, over a dialog that is open too. An unknown one leads to the index.
    void present(const QString& place);

    const HelpPlace& shown() const { return m_shown; }
    const HelpLibrary& library() const { return m_library; }

protected:
    void changeEvent(QEvent* event) override;  ///< the theme
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Visit {
        HelpPlace place;
        int scrolled = -1;  ///< where it was left; −1: at the heading
    };
    QWidget* makePageSide();
    void createShortcuts();
    void goTo(const HelpPlace& place);
    void goBack(int steps);  ///< negative: forward
    void follow(const QString& target);
    void showVisit(const Visit& visit);
    void showAgain();  ///< in another look, where it is scrolled to
    void zoomBy(int steps);
    void updateButtons();
    void standOver(QWidget* dialog);

    AppSettings& m_settings;
    HelpLibrary m_library;
    HelpPlace m_shown;
    std::vector<Visit> m_visits;
    std::size_t m_visit = 0;  ///< the one that is shown
    HelpContents* m_contents = nullptr;
    HelpView* m_view = nullptr;
    QLabel* m_english = nullptr;
    QToolButton *m_back = nullptr, *m_forward = nullptr;
};

}  // namespace leukolens::ui
