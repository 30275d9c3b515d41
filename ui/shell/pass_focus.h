// A page whose keys belong to one widget in it.
#pragma once

class QWidget;

namespace leukolens::ui {

/// Whoever gives `from` the focus gives it to `to`, a widget in it; null: to nobody else any more. Unlike a focus proxy, which Tab would step into from outside, past all that stands before `to`. GUI thread.
void passFocus(QWidget& from, QWidget* to);

}  // namespace leukolens::ui
