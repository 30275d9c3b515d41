// Forms that scroll.
#pragma once

class QWidget;

namespace leukolens::ui {

/// The wheel over the editor scrolls the form that it stands in, and changes the value only once the person has gone into it. GUI thread.
void guardFromWheel(QWidget* editor);

}  // namespace leukolens::ui
