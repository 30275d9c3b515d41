// The tour: a veil over the whole window with a hole at the place that is spoken of, and a bubble beside it.
#pragma once

#include <QTimer>
#include <QWidget>

#include <vector>

#include "ui/welcome/tour_steps.h"

namespace leukolens::ui {

class MainWindow;
class TourBubble;

/// Takes the mouse and the keyboard while it lives, ends itself where the window is locked or closing, and deletes itself at its end. Nothing moves by itself, so there is no motion to reduce.
class TourOverlay : public QWidget {
    Q_OBJECT
public:
    TourOverlay(MainWindow& window, std::vector<TourStep> steps);

    int step() const { return m_step; }  ///< from 0 on

Q_SIGNALS:
    void ended();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void goTo(int step);
    void end();
    void place();
    void keepFocus(QWidget* now);

    MainWindow& m_window;
    std::vector<TourStep> m_steps;
    TourBubble* m_bubble = nullptr;
    QTimer m_follow;  ///< what it points at moves while the window lays itself out, or comes only later
    QWidget* m_pageBefore = nullptr;
    int m_workspaceBefore = 0;
    int m_workspaceShown = 0;  ///< by the tour; 0: none
    int m_step = -1;
    QRect m_hole;
    bool m_ended = false;
};

}  // namespace leukolens::ui
